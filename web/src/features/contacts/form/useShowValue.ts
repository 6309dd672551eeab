import { useTranslation } from "react-i18next";
import { calendarDay, exact } from "@/components/format";
import { useWords } from "@/i18n/words";
import { useEverybody } from "../everybody";
import { useFieldRules } from "../fields";
import { keyOf } from "./required";
import type { CustomerValues, OwnValue } from "./values";

/** The value of a form's field in words: labels instead of ids; "–" for nothing. */
export function useShowValue(): (key: string, values: CustomerValues) => string {
  const { t } = useTranslation();
  const words = useWords();
  const rules = useFieldRules();
  const people = useEverybody();
  const nameOf = (id: unknown): string => people.find((one) => one.id === id)?.name ?? `#${id}`;
  const pick = (key: string, id: unknown): string =>
    rules.field(key)?.options.find((one) => one.id === id)?.label ?? `#${id}`;
  const own = (key: string, value: OwnValue | undefined): string => {
    if (Array.isArray(value)) return value.map((id) => pick(key, id)).join(", ");
    const kind = rules.field(key)?.kind;
    if (kind === "choice" && value) return pick(key, value);
    if (kind === "date" && typeof value === "string" && value) return calendarDay(value);
    if (kind === "number" && typeof value === "number") return exact(value);
    return value === null || value === undefined ? "" : String(value);
  };
  const tell = (key: string, values: CustomerValues): string => {
    if (key.startsWith("custom.")) return own(key, values.custom[key.slice("custom.".length)]);
    const value = values[key as keyof CustomerValues];
    if (value === null || value === "" || value === undefined) return "";
    if (key === "kind" || key === "stage") return words("logValues", String(value));
    if (key === "owner_id") return nameOf(value);
    if (key === "supporter_ids") return values.supporter_ids.map(nameOf).join(", ");
    if (key === "referrer")
      return values.referrer ? (values.referrer.name ?? t("contacts.form.referrerHidden")) : "";
    if (key === "birthday") return calendarDay(values.birthday);
    return key.endsWith("_id") ? pick(keyOf(key), value) : String(value);
  };
  return (key, values) => tell(key, values) || t("duplicates.empty");
}
