import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AttemptTrace, MemberDetail } from "@/api/types";
import { day, exactClock } from "@/components/format";
import { Mark } from "@/components/Mark";
import { useWords } from "@/i18n/words";
import classes from "./members.module.css";

const at = (moment: string): string => `${day(moment)} ${exactClock(moment)}`;

export function HistoryLines({ lines }: { lines: MemberDetail["history"] }) {
  const { t } = useTranslation();
  const words = useWords();
  if (lines.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("members.noHistory")}
      </Text>
    );
  }
  return (
    <ol className={classes.lines} aria-label={t("members.history")}>
      {lines.map((line) => (
        <li key={`${line.at}${line.attempt_id}${line.state_after}`} className={classes.line}>
          <strong>
            {line.key !== null ? t("members.byKey", { key: line.key }) : (line.by?.name ?? "")}
          </strong>
          <span>
            {words("registration", line.state_before ?? "none")} →{" "}
            {words("registration", line.state_after ?? "none")}
          </span>
          {!line.applied && <Mark tone="warn">{t("members.notApplied")}</Mark>}
          <time dateTime={line.at}>{at(line.at)}</time>
        </li>
      ))}
    </ol>
  );
}

export function AttemptLines({ attempts }: { attempts: AttemptTrace[] }) {
  const { t } = useTranslation();
  const words = useWords();
  if (attempts.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("members.noAttempts")}
      </Text>
    );
  }
  return (
    <ol className={classes.lines} aria-label={t("members.attempts")}>
      {attempts.map((attempt) => (
        <li key={attempt.id} className={classes.line}>
          <Link to="/attempts/$attemptId" params={{ attemptId: attempt.id }}>
            {attempt.outcome
              ? words("outcomes", attempt.outcome)
              : t(attempt.live ? "members.underWay" : "members.noOutcome")}
          </Link>
          {attempt.replies.map((reply) => (
            <Mark key={reply.step} tone="info">
              {t("campaigns.pressed", { key: reply.key })} · {words("effects", reply.effect)}
            </Mark>
          ))}
          <time dateTime={attempt.created_at}>{at(attempt.created_at)}</time>
        </li>
      ))}
    </ol>
  );
}
