import { Group, Progress, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { count, span } from "@/components/format";
import { type Import, useProgress } from "./imports";

/** How far the work in the background is: rows, rows a second, time left. */
export function ProgressLine({ one }: { one: Import }) {
  const { t } = useTranslation();
  const { phase, done, total, rows_per_second: rate, seconds_left: left } = useProgress(one);
  const share = total > 0 ? (100 * done) / total : 0;
  return (
    <div role="status">
      <Group justify="space-between" gap="xs" mb={4}>
        <Text size="sm" fw={600}>
          {t(phase === "rows" ? `imports.state.${one.state}` : `imports.phase.${phase}`)}
        </Text>
        <Text size="sm">{t("bulk.doneOf", { done: count(done), total: count(total) })}</Text>
      </Group>
      <Progress value={share} size="lg" animated aria-label={t("bulk.progress")} />
      <Text size="xs" c="dimmed" mt={4} mih={18}>
        {rate !== null && left !== null
          ? t("imports.rate", { rate: count(rate), left: span(left) })
          : ""}
      </Text>
      <Text size="sm" c="dimmed">
        {t("imports.mayLeave")}
      </Text>
    </div>
  );
}
