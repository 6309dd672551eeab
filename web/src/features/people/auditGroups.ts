/** What the audit log's actions are about, as the server groups them. */
export const AUDIT_GROUPS = [
  "sign_in",
  "people",
  "customers",
  "imports",
  "calling",
  "campaigns",
  "settings",
] as const;
