import {
  IconKeyframe,
  IconNote,
  IconPencil,
  IconPhoneIncoming,
  IconPhoneOutgoing,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { TimelineEntry } from "@/api/types";
import { brief, moment, span } from "@/components/format";
import { Mark } from "@/components/Mark";
import { useNow } from "@/components/Timer";
import { dispositionsQuery, useDispositionLabel } from "@/features/desk/dispositions";
import { useWords, type Words } from "@/i18n/words";
import classes from "./contacts.module.css";

type Detail = TimelineEntry["detail"];

const textOf = (detail: Detail, name: string): string | null => {
  const value = detail[name];
  return typeof value === "string" && value !== "" ? value : null;
};

/** A value of the log as words: a text, a number, or a list of them. */
function tellValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(tellValue).join(", ");
  return typeof value === "object" ? Object.values(value).map(tellValue).join(" ") : String(value);
}

const LISTED = new Set(["kind", "stage", "status", "priority"]);

/** Before → after; what is chosen from a list has words of its own. */
function tellChange(name: string, change: unknown[], words: Words): string {
  const listed = LISTED.has(name);
  return change
    .map(tellValue)
    .filter((text) => text !== "")
    .map((text) => (listed ? words("logValues", text) : text))
    .join(" → ");
}

function pictureOf({ kind, detail }: TimelineEntry) {
  if (kind === "note") return IconNote;
  if (kind === "reply") return IconKeyframe;
  if (kind === "change") return IconPencil;
  return detail.direction === "inbound" ? IconPhoneIncoming : IconPhoneOutgoing;
}

/** One thing that happened: what, when, by whom. */
export function TimelineLine({ entry }: { entry: TimelineEntry }) {
  const now = useNow(60_000);
  const Picture = pictureOf(entry);
  return (
    <li className={classes.entry}>
      <Picture size={17} stroke={1.7} aria-hidden="true" />
      <div className={classes.entryHead}>
        <Heading entry={entry} />
        {entry.by && <span className={classes.second}>{entry.by.name}</span>}
        <time dateTime={entry.at} title={moment(entry.at)}>
          {brief(entry.at, now)}
        </time>
      </div>
      <Body entry={entry} />
    </li>
  );
}

function Heading({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  const words = useWords();
  const { kind, detail } = entry;
  if (kind === "call") return <CallHeading detail={detail} />;
  if (kind === "note") return <strong>{t("timeline.note")}</strong>;
  if (kind === "change") {
    return <strong>{words("changes", textOf(detail, "action") ?? "change")}</strong>;
  }
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

function Body({ entry }: { entry: TimelineEntry }) {
  const words = useWords();
  const { kind, detail } = entry;
  if (kind === "note") return <div className={classes.entryBody}>{textOf(detail, "body")}</div>;
  if (kind === "change" && detail.fields && typeof detail.fields === "object") {
    return (
      <div className={`${classes.entryBody} ${classes.second}`}>
        {Object.entries(detail.fields).map(([name, change]) => (
          <div key={name}>
            {words("fieldNames", name)}
            {Array.isArray(change) && `: ${tellChange(name, change, words)}`}
          </div>
        ))}
      </div>
    );
  }
  return null;
}
