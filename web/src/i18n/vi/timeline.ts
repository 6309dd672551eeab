export const timeline = {
  title: "Dòng thời gian",
  all: "Tất cả",
  kinds: {
    call: "Cuộc gọi",
    note: "Ghi chú",
    reply: "Phím bấm",
    change: "Nhật ký",
  },
  none: "Chưa có gì ở đây",
  noneHint: "Cuộc gọi, ghi chú và thay đổi sẽ hiện theo thời gian.",
  note: "Ghi chú",
  callIn: "Gọi đến",
  callOut: "Gọi ra",
  byCampaign: "chiến dịch",
  pressed: "Bấm phím {{key}}",
  moved: "Đổi trạng thái",
  notApplied: "không áp dụng",
};
