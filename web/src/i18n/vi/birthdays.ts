export const birthdays = {
  title: "Sinh nhật đồng nghiệp",
  today: "hôm nay",
  inDays_other: "còn {{count}} ngày",
  all: "Xem cả {{count}} người",
  none: "Từ nay đến cuối tháng không ai có sinh nhật",
  noneHint:
    "Sinh nhật hiện từ ngày đầu tháng cho đến hết ngày đó. Quản trị viên nhập ngày sinh ở Người dùng → Sửa.",
  fact: {
    birthday: "Sinh nhật",
    role: "Vai trò",
    team: "Nhóm",
    department: "Phòng ban",
    extension: "Số nhánh",
  },
};
