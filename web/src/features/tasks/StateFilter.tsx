import { Chip, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { count } from "@/components/format";
import { FILTERS, type TaskCounts, type TaskFilter } from "./tasks";

interface Props {
  value: TaskFilter;
  counts: TaskCounts | undefined;
  onChange: (state: TaskFilter) => void;
}

/** To do, overdue, done, cancelled: each with its number. */
export function StateFilter({ value, counts, onChange }: Props) {
  const { t } = useTranslation();
  const numberOf = (one: TaskFilter): string =>
    one === "all" || !counts?.[one] ? "" : ` ${count(counts[one])}`;
  return (
    <Chip.Group
      value={value}
      onChange={(next) => onChange(FILTERS.find((one) => one === next) ?? "todo")}
    >
      <Group gap={4} role="group" aria-label={t("tasks.state")}>
        {FILTERS.map((one) => (
          <Chip key={one} size="xs" value={one}>
            {t(`tasks.states.${one}`)}
            {numberOf(one)}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
