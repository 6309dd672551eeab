export const audit = {
  title: "Nhật ký kiểm tra",
  at: "Lúc",
  who: "Ai",
  nobody: "Hệ thống",
  action: "Việc",
  subject: "Đối tượng",
  detail: "Chi tiết",
  address: "Địa chỉ",
  none: "Chưa có gì được ghi",
  raw: "Chi tiết thô",
  nothing: "Không có gì thêm",
};
