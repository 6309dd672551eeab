export const numbers = {
  title: "Thử số điện thoại",
  number: "Số điện thoại",
  check: "Kiểm tra",
  shown: "Cách viết",
  e164: "Dạng quốc tế",
  notCallable: "Không gọi được",
  kind: "Loại",
  carrier: "Nhà mạng",
  mended: "Đã sửa",
  manual: "Gọi tay",
  campaign: "Gọi tự động",
};
