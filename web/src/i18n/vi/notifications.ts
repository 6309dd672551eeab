export const notifications = {
  title: "Thông báo",
  bell_none: "Thông báo: không có gì mới",
  bell: "Thông báo: {{count}} chưa đọc",
  unreadOnly: "Chưa đọc",
  all: "Tất cả",
  readAll: "Đánh dấu tất cả đã đọc",
  unread: "chưa đọc",
  none: "Chưa có thông báo nào",
  noneHint: "Khi có người nhắc đến bạn, giao việc cho bạn hoặc việc đến hạn, bạn sẽ thấy ở đây.",
  noneUnread: "Bạn đã đọc hết",
  open: "Mở",
  hidden: "Khách hàng mà bạn không còn xem được",
};

/** By the notification's kind; `who` is the person whose doing it is. */
export const notificationCodes = {
  notices: {
    comment_mention: "{{who}} nhắc đến bạn trong một bình luận",
    comment_reply: "{{who}} trả lời bình luận của bạn",
    task_due: "Việc sắp đến hạn: {{title}}",
    task_done: "{{who}} đã làm xong: {{title}}",
    ticket_assigned: "{{who}} giao phiếu ghi {{number}} cho bạn",
    webhook_failed: "Webhook “{{name}}” không gửi được: đã bỏ cuộc sau nhiều lần thử",
    task_assigned: "{{who}} giao việc cho bạn: {{title}}",
    appointment_due: "Sắp đến giờ hẹn: {{title}}",
    appointment_invited: "{{who}} mời bạn dự: {{title}}",
    customers_assigned_other: "{{who}} giao cho bạn {{count}} khách hàng",
    customer_assigned: "{{who}} giao khách hàng này cho bạn",
    mail_failed: "Không gửi được thư “{{subject}}” đến {{to}}: {{why}}",
    birthday_today: "Hôm nay là sinh nhật của {{names}}",
    birthday_month: "Sinh nhật trong tháng này: {{later}}",
    birthday_both: "Hôm nay là sinh nhật của {{names}}; trong tháng còn {{later}}",
    import_finished: "Nhập tệp đã xong: {{file_name}}",
  },
};
