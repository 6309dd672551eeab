export const session = {
  title: "Đăng nhập",
  hint: "Tổng đài chăm sóc khách hàng",
  username: "Tên đăng nhập",
  password: "Mật khẩu",
  showPassword: "Hiện hoặc ẩn mật khẩu",
  signIn: "Đăng nhập",
  language: "Ngôn ngữ",
};
