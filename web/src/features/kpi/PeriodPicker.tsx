import { Group, Select, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DayField } from "@/components/DayField";
import { calendarDay } from "@/components/format";
import { type KpiSearch, PERIODS, type PeriodName } from "./kpi";

type PeriodSearch = Pick<KpiSearch, "period" | "first" | "last">;

interface Props {
  search: PeriodSearch;
  /** The days that are shown just now, to begin a period of one's own with. */
  shown: { first: string; last: string } | undefined;
  onChange: (next: PeriodSearch) => void;
}

/** Which days the figures are of; a period of one's own is typed or picked. */
export function PeriodPicker({ search, shown, onChange }: Props) {
  const { t } = useTranslation();
  const period = search.period ?? "month";
  const choose = (next: PeriodName): void => {
    const named = next === "month" ? undefined : next;
    if (next !== "custom") onChange({ period: named, first: undefined, last: undefined });
    else onChange({ period: next, first: shown?.first, last: shown?.last });
  };
  return (
    <Group gap="sm" align={period === "custom" ? "end" : "center"}>
      <Select
        size="sm"
        w={196}
        aria-label={t("kpi.period")}
        value={period}
        onChange={(next) => choose(PERIODS.find((one) => one === next) ?? "month")}
        data={PERIODS.map((one) => ({ value: one, label: t(`kpi.periods.${one}`) }))}
      />
      {period === "custom" ? (
        <OwnPeriod search={search} onChange={onChange} />
      ) : (
        shown && (
          <Text size="sm" c="dimmed">
            {shown.first === shown.last
              ? calendarDay(shown.first)
              : `${calendarDay(shown.first)} – ${calendarDay(shown.last)}`}
          </Text>
        )
      )}
    </Group>
  );
}

function OwnPeriod({ search, onChange }: Pick<Props, "search" | "onChange">) {
  const { t } = useTranslation();
  const [first, setFirst] = useState(search.first ?? "");
  const [last, setLast] = useState(search.last ?? "");
  const set = (next: { first: string; last: string }): void => {
    setFirst(next.first);
    setLast(next.last);
    onChange({ period: "custom", first: next.first || undefined, last: next.last || undefined });
  };
  const turned = first !== "" && last !== "" && last < first && /^\d/.test(last);
  return (
    <Group gap="xs" align="end">
      <DayField
        label={t("kpi.from")}
        w={150}
        value={first}
        onChange={(one) => set({ first: one, last })}
      />
      <DayField
        label={t("kpi.to")}
        w={150}
        value={last}
        error={turned && t("kpi.turned")}
        onChange={(one) => set({ first, last: one })}
      />
    </Group>
  );
}
