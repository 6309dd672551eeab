export const prompts = {
  title: "Lời thoại",
  ways: {
    choose: "Chọn có sẵn",
    upload: "Tải lên",
    speak: "Đọc văn bản",
  },
  choose: "Chọn lời thoại",
  none: "Chưa có lời thoại: hãy tải lên hoặc đọc văn bản",
  listen: "Nghe thử lời thoại",
  name: "Tên lời thoại",
  file: "Tệp âm thanh (WAV, MP3)",
  chooseFile: "Chọn tệp âm thanh",
  upload: "Tải lên",
  text: "Văn bản",
  textHint: "Xin chào, kính mời quý khách… Bấm phím 1 để đăng kí, phím 9 để từ chối.",
  speak: "Tạo giọng đọc",
};
