export const audit = {
  title: "Audit log",
  at: "At",
  who: "Who",
  nobody: "System",
  action: "Action",
  subject: "Subject",
  detail: "Detail",
  address: "Address",
  none: "Nothing is recorded yet",
  raw: "Raw detail",
  nothing: "Nothing more is recorded",
};
