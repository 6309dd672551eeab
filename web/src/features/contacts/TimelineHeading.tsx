import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/api/client";
import type { TimelineEntry } from "@/api/types";
import { moment, span } from "@/components/format";
import { Mark } from "@/components/Mark";
import { dispositionsQuery, useDispositionLabel } from "@/features/desk/dispositions";
import { useWords } from "@/i18n/words";
import { type Detail, textOf } from "./entryText";

/** What happened, on one line. */
export function TimelineHeading({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  const words = useWords();
  const { kind, detail } = entry;
  switch (kind) {
    case "call":
      return <CallHeading detail={detail} />;
    case "note":
      return <strong>{t("timeline.note")}</strong>;
    case "comment": {
      const name = textOf(detail, "replies_to");
      return <strong>{name ? t("timeline.replied", { name }) : t("timeline.comment")}</strong>;
    }
    case "change":
      return <strong>{words("changes", textOf(detail, "action") ?? "change")}</strong>;
    case "transaction":
      return (
        <>
          <strong>{t("timeline.kinds.transaction")}</strong>
          {textOf(detail, "type") && <Mark tone="info">{textOf(detail, "type")}</Mark>}
        </>
      );
    case "task":
      return <TaskHeading detail={detail} />;
    case "appointment":
    case "meeting":
      return (
        <>
          <strong>{t(`timeline.kinds.${kind}`)}</strong>
          {kind === "appointment" && (
            <span>
              {t("timeline.starts", { at: moment(textOf(detail, "starts_at") ?? entry.at) })}
            </span>
          )}
          {detail.cancelled === true && <Mark tone="calm">{t("timeline.cancelled")}</Mark>}
        </>
      );
    default:
      return <ReplyHeading detail={detail} />;
  }
}

function TaskHeading({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const state = (["open", "done", "cancelled"] as const).find((one) => one === detail.state);
  const due = textOf(detail, "due_at");
  const overdue = state === "open" && due !== null && Date.parse(due) < serverNow();
  const tone = overdue ? "bad" : state === "open" ? "info" : state === "done" ? "ok" : "calm";
  return (
    <>
      <strong>{t("timeline.kinds.task")}</strong>
      {state && (
        <Mark tone={tone}>{t(overdue ? "tasks.states.overdue" : `tasks.is.${state}`)}</Mark>
      )}
      {due && <span>{t("timeline.due", { at: moment(due) })}</span>}
    </>
  );
}

function ReplyHeading({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const words = useWords();
  const key = textOf(detail, "key");
  return (
    <>
      <strong>{key ? t("timeline.pressed", { key }) : t("timeline.moved")}</strong>
      {textOf(detail, "campaign") && <span>{textOf(detail, "campaign")}</span>}
      <Mark tone={detail.applied === false ? "warn" : "info"}>
        {words("registration", textOf(detail, "state_after") ?? "none")}
        {detail.applied === false && ` (${t("timeline.notApplied")})`}
      </Mark>
    </>
  );
}

function CallHeading({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const words = useWords();
  const labelOf = useDispositionLabel();
  const dispositions = useQuery(dispositionsQuery);
  const outcome = textOf(detail, "outcome");
  const seconds = typeof detail.seconds === "number" ? detail.seconds : null;
  const code = textOf(detail, "disposition");
  const disposition = dispositions.data?.rows.find((row) => row.code === code);
  return (
    <>
      <strong>
        {t(detail.direction === "inbound" ? "timeline.callIn" : "timeline.callOut")}
        {textOf(detail, "kind") === "campaign" && ` (${t("timeline.byCampaign")})`}
      </strong>
      {outcome && (
        <Mark tone={outcome === "answered" ? "ok" : "calm"}>{words("outcomes", outcome)}</Mark>
      )}
      {seconds !== null && seconds > 0 && <span>{span(seconds)}</span>}
      {code && <span>{disposition ? labelOf(disposition) : code}</span>}
    </>
  );
}
