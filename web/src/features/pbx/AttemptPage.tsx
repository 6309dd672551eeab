import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { AttemptTrace } from "@/api/types";
import { Failed } from "@/components/Failed";
import { day, exactClock } from "@/components/format";
import { Mark } from "@/components/Mark";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { Sheet } from "@/components/Sheet";
import { useReasons } from "@/features/calls/reasons";
import { useWords } from "@/i18n/words";
import { AttemptSteps } from "./AttemptSteps";
import classes from "./pbx.module.css";

const route = getRouteApi("/shell/attempts/$attemptId");
const LIVE_MS = 1_000;

/** One attempt from the gate's decision to its end, each step with its milliseconds. */
export function AttemptPage() {
  const { t } = useTranslation();
  const { attemptId } = route.useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ["attempt", attemptId],
    queryFn: ({ signal }) =>
      get<AttemptTrace>(`/attempts/${encodeURIComponent(attemptId)}`, undefined, signal),
    staleTime: 0,
    refetchInterval: (query) => (query.state.data?.live ? LIVE_MS : false),
  });
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return (
    <Page title={t("attempts.title", { number: data.e164 })} aside={<OutcomeMark attempt={data} />}>
      <div className={classes.split}>
        <Sheet title={t("attempts.summary")}>
          <Summary attempt={data} />
        </Sheet>
        <Sheet title={t("attempts.trace")}>
          <AttemptSteps attempt={data} />
        </Sheet>
      </div>
    </Page>
  );
}

function OutcomeMark({ attempt }: { attempt: AttemptTrace }) {
  const { t } = useTranslation();
  const words = useWords();
  if (attempt.live) {
    return (
      <Mark tone="info" filled>
        {t("members.underWay")}
      </Mark>
    );
  }
  return (
    <Mark tone={attempt.outcome === "answered" ? "ok" : "warn"} filled>
      {attempt.outcome ? words("outcomes", attempt.outcome) : t("members.noOutcome")}
    </Mark>
  );
}

function Summary({ attempt }: { attempt: AttemptTrace }) {
  const { t } = useTranslation();
  const words = useWords();
  const reasons = useReasons();
  const at = (moment: string | null): string =>
    moment ? `${day(moment)} ${exactClock(moment)}` : "–";
  const rows: [string, string][] = [
    [t("attempts.id"), attempt.id],
    [t("attempts.kind"), words("attemptKinds", attempt.kind)],
    [t("attempts.via"), `${attempt.pbx} · ${attempt.trunk}`],
    [t("attempts.verdict"), attempt.verdict ? words("verdicts", attempt.verdict) : "–"],
    [t("attempts.reasons"), reasons(attempt.reasons).join(" ") || "–"],
    [t("attempts.rules"), attempt.rules ?? "–"],
    [t("attempts.created"), at(attempt.created_at)],
    [t("attempts.sent"), at(attempt.sent_at)],
    [t("attempts.answered"), at(attempt.answered_at)],
    [t("attempts.ended"), at(attempt.ended_at)],
    [
      t("attempts.cause"),
      attempt.cause === null
        ? "–"
        : [attempt.cause, attempt.tech_cause].filter(Boolean).join(" · "),
    ],
  ];
  return (
    <dl className={classes.report}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
