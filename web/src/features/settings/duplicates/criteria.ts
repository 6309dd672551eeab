import type { DuplicateRules } from "@/api/types";

/** By what two customers can be the same (R121). */
export const CRITERIA = [
  "name",
  "code",
  "email",
  "phone",
  "fax",
  "tax_code",
  "office_address",
  "description",
  "birthday",
] as const satisfies (keyof DuplicateRules)[];
