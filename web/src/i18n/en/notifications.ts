export const notifications = {
  title: "Notifications",
  bell_none: "Notifications: nothing new",
  bell: "Notifications: {{count}} unread",
  unreadOnly: "Unread",
  all: "All",
  readAll: "Mark all as read",
  unread: "unread",
  none: "No notifications yet",
  noneHint: "When somebody mentions you, gives you a task, or a task is due, you see it here.",
  noneUnread: "You have read everything",
  open: "Open",
  hidden: "A customer that you may no longer see",
};

/** By the notification's kind; `who` is the person whose doing it is. */
export const notificationCodes = {
  notices: {
    comment_mention: "{{who}} mentioned you in a comment",
    comment_reply: "{{who}} replied to your comment",
    task_due: "Task due soon: {{title}}",
    task_done: "{{who}} has done: {{title}}",
    ticket_assigned: "{{who}} gave you ticket {{number}}",
    webhook_failed: "Webhook “{{name}}” can’t be delivered to: given up after many tries",
    task_assigned: "{{who}} gave you a task: {{title}}",
    appointment_due: "Appointment soon: {{title}}",
    appointment_invited: "{{who}} invited you to: {{title}}",
    customers_assigned_one: "{{who}} gave you {{count}} customer",
    customers_assigned_other: "{{who}} gave you {{count}} customers",
    customer_assigned: "{{who}} gave you this customer",
    mail_failed: "The mail “{{subject}}” to {{to}} can’t be delivered: {{why}}",
    birthday_today: "Birthday today: {{names}}",
    birthday_month: "Birthdays this month: {{later}}",
    birthday_both: "Birthday today: {{names}}; later this month: {{later}}",
    import_finished: "Import finished: {{file_name}}",
  },
};
