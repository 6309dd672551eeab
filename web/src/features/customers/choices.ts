import { useTranslation } from "react-i18next";
import type { FieldView } from "@/api/types";
import { calendarDay, exact } from "@/components/format";
import { useEverybody } from "@/features/contacts/everybody";
import { useFieldLabel, useFields } from "@/features/contacts/fields";
import type { FieldFilter } from "./search";

interface Choice {
  value: string;
  label: string;
}

/** What a field can be one of. */
export function useChoices(field: FieldView): Choice[] {
  const { t } = useTranslation();
  const people = useEverybody();
  if (field.key === "kind") {
    return (["person", "organisation"] as const).map((one) => ({
      value: one,
      label: t(`contacts.kinds.${one}`),
    }));
  }
  if (field.key === "stage") {
    return (["lead", "contact", "customer"] as const).map((one) => ({
      value: one,
      label: t(`contacts.stages.${one}`),
    }));
  }
  if (field.key === "referrer") {
    return (["customer", "user"] as const).map((one) => ({
      value: one,
      label: t(`customers.filters.referrers.${one}`),
    }));
  }
  if (field.kind === "user") {
    return people.map((one) => ({ value: String(one.id), label: one.name }));
  }
  return field.options.map((one) => ({ value: String(one.id), label: one.label }));
}

/** A filter in words: "Nhóm khách hàng: VIP, Thân thiết". */
export function useFilterWords(): (filter: FieldFilter) => string {
  const { t } = useTranslation();
  const label = useFieldLabel();
  const fields = useFields();
  const people = useEverybody();
  return (filter) => {
    const field = fields.find((one) => one.key === filter.field);
    const name = label(filter.field);
    const bound = (value: unknown): string =>
      typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value)
        ? calendarDay(value)
        : typeof value === "number"
          ? exact(value)
          : String(value);
    if (filter.any) {
      const words = filter.any.map((one) => {
        if (one === null) return t("customers.filters.empty");
        if (filter.field === "kind" && (one === "person" || one === "organisation"))
          return t(`contacts.kinds.${one}`);
        if (filter.field === "stage" && (one === "lead" || one === "contact" || one === "customer"))
          return t(`contacts.stages.${one}`);
        if (filter.field === "referrer" && (one === "customer" || one === "user"))
          return t(`customers.filters.referrers.${one}`);
        const person = field?.kind === "user" && people.find((other) => other.id === one);
        if (person) return person.name;
        const option = field?.options.find((other) => other.id === one);
        const picked = field?.kind === "choice" || field?.kind === "choices";
        return option?.label ?? (picked ? t("customers.filters.lost") : String(one));
      });
      return `${name}: ${words.join(", ")}`;
    }
    if (filter.contains) return `${name}: “${filter.contains}”`;
    const { least, most, coming } = filter;
    if (coming != null && least == null && most == null) {
      const soon =
        coming === 0
          ? t("customers.filters.today")
          : t("customers.filters.inDays", { count: coming });
      return `${name}: ${soon}`;
    }
    if (least != null && most != null) return `${name}: ${bound(least)} – ${bound(most)}`;
    if (least == null && most == null) return name; // an address that says no more
    return least != null ? `${name} ≥ ${bound(least)}` : `${name} ≤ ${bound(most)}`;
  };
}
