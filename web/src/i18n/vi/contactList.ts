export const contactList = {
  manager: "Người quản lý",
  everyManager: "Mọi người quản lý",
  company: "Doanh nghiệp",
  everyCompany: "Mọi doanh nghiệp",
  findCompany: "Gõ để tìm doanh nghiệp",
  columns: "Chọn cột",
  columnsTitle: "Chọn cột hiển thị",
  tick: "Đánh dấu {{name}}",
  ticks: "Đánh dấu",
  chosen_other: "Đã đánh dấu {{n}} liên hệ",
  exportTitle: "Xuất liên hệ",
  exportHint_other:
    "Xuất {{n}} liên hệ, mỗi liên hệ một dòng: đúng những liên hệ bạn được xem. Lần xuất được ghi vào nhật kí.",
  exportSend_other: "Xuất {{n}} liên hệ",
  createdAt: "Liên hệ tạo lúc",
  updatedAt: "Liên hệ cập nhật lúc",
  companyOf: "Doanh nghiệp của liên hệ",
};
