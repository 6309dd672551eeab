import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";

const OFFERED = [0, 5, 15, 30, 60, 120, 1440] as const;
type Offered = (typeof OFFERED)[number];

interface Props {
  value: number | null;
  onChange: (minutes: number | null) => void;
}

/** How long before one is reminded; null for never. */
export function RemindSelect({ value, onChange }: Props) {
  const { t } = useTranslation();
  const name = (minutes: number): string => {
    const offered = OFFERED.find((one): one is Offered => one === minutes);
    return offered === undefined
      ? t("tasks.reminders.other", { minutes })
      : t(`tasks.reminders.m${offered}`);
  };
  const minutes = value === null || OFFERED.some((one) => one === value) ? [] : [value];
  return (
    <Select
      label={t("tasks.remind")}
      data={[
        { value: "none", label: t("tasks.reminders.none") },
        ...[...OFFERED, ...minutes].map((one) => ({ value: String(one), label: name(one) })),
      ]}
      value={value === null ? "none" : String(value)}
      onChange={(next) => onChange(next === "none" ? null : Number(next))}
    />
  );
}
