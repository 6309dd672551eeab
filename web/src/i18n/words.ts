import { useTranslation } from "react-i18next";
import type { vi } from "./vi";

export type CodeGroup = keyof (typeof vi)["codes"];

/** Codes have dots; in the word lists these are underscores. */
export const wordKey = (group: CodeGroup, code: string): string =>
  `codes.${group}.${code.replaceAll(".", "_")}`;

export type Words = (group: CodeGroup, code: string, params?: Record<string, unknown>) => string;

/**
 * Words for the server's codes. A code the app does not know yet is shown as it is: better
 * than nothing to tell the administrator.
 */
export function useWords(): Words {
  const { t, i18n } = useTranslation();
  // The typed `t` knows fixed keys only; a code is known when it arrives.
  const look = t as unknown as (key: string, params?: Record<string, unknown>) => string;
  return (group, code, params) => {
    const key = wordKey(group, code);
    return i18n.exists(key, params) ? look(key, params) : code;
  };
}
