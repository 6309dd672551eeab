import { useTranslation } from "react-i18next";
import { UNREADABLE } from "@/components/moments";
import { isMoney, type Kind } from "./kinds";
import type { LineValues, PaperValues } from "./paperValues";

/** What is asked of a document before it is sent. */
export function usePaperRules(kind: Kind) {
  const { t } = useTranslation();
  const readable = (value: string) => (value === UNREADABLE ? t("common.dayWrong") : null);
  return {
    day: (value: string) => (value === "" ? t("codes.fields.missing") : readable(value)),
    due_on: readable,
    effective_on: readable,
    amount: (value: PaperValues["amount"], { lines }: PaperValues) => {
      if (value === UNREADABLE && lines.length === 0) return t("codes.fields.value_error");
      return isMoney(kind) && !(Number(value) > 0) ? t("commerce.missing") : null;
    },
    lines: (lines: LineValues[]) => {
      if (lines.some((one) => !one.name.trim())) return t("codes.fields.missing");
      const numbers = lines.flatMap((one) => [one.quantity, one.price]);
      return numbers.includes(UNREADABLE) ? t("codes.fields.value_error") : null;
    },
  };
}
