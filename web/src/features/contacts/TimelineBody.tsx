import i18next from "i18next";
import { useTranslation } from "react-i18next";
import type { TimelineEntry } from "@/api/types";
import { calendarDay, exact, moment, money } from "@/components/format";
import { PlaceLink } from "@/features/comments/PlaceLink";
import { readPlace } from "@/features/comments/places";
import { useWords, type Words, wordKey } from "@/i18n/words";
import classes from "./contacts.module.css";
import { type Detail, textOf } from "./entryText";
import { useFieldLabel } from "./fields";

/** Chosen from a list of ours: told in words. */
const LISTED = new Set(["kind", "stage", "status", "priority", "mail"]);
const MONEY = new Set(["value", "amount"]);
const MOMENTS = new Set(["due_at", "starts_at", "ends_at", "last_contact_at"]);
/** A day of the calendar, of whatever field. */
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** In the lines of these, names mean what they mean of work: `title` is no job title. */
const OWN_NAMES = [
  { of: /^(task|comment|transaction|appointment|meeting)\./, group: "workFields" },
  { of: /^(quote|order|contract|receipt|payment)\./, group: "commerceFields" },
] as const;

/** A value of the log as words: a text, a number, or a list of them. */
function tellValue(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(tellValue).join(", ");
  if (typeof value === "number") return exact(value);
  return typeof value === "object" ? Object.values(value).map(tellValue).join(" ") : String(value);
}

/** An opportunity that is worth nothing has no value: taken away, it is told as a dash. */
function tellSum(name: string, sum: number, at: number): string {
  if (name !== "value" || sum !== 0) return money(sum);
  return at === 0 ? "" : "—";
}

/** Before → after. */
function tellChange(name: string, change: unknown[], kind: string, words: Words): string {
  return change
    .map((value, at) => {
      // Of all that is changed, only sums of money are bare numbers by these names.
      if (MONEY.has(name) && typeof value === "number") return tellSum(name, value, at);
      const text = tellValue(value);
      if (MOMENTS.has(name)) return Number.isNaN(Date.parse(text)) ? text : moment(text);
      if (DAY.test(text)) return calendarDay(text);
      if (!text || !LISTED.has(name)) return text;
      // Some mean another thing of another kind: a new ticket's status, an open opportunity's.
      const own = `${kind}_${text}`;
      return words("logValues", i18next.exists(wordKey("logValues", own)) ? own : text);
    })
    .filter((text) => text !== "")
    .join(" → ");
}

/** What was said, noted, agreed or changed. */
export function TimelineBody({ entry }: { entry: TimelineEntry }) {
  const { kind, detail } = entry;
  if (kind === "note") return <div className={classes.entryBody}>{textOf(detail, "body")}</div>;
  if (kind === "comment") return <Said detail={detail} />;
  if (kind === "change") return <Changes detail={detail} />;
  const name = textOf(detail, kind === "transaction" ? "name" : "title");
  if (name === null) return null;
  const facts = ["place", "contact", "assignee"].map((fact) => textOf(detail, fact));
  return (
    <div className={classes.entryBody}>
      <div>{name}</div>
      {facts.some(Boolean) && (
        <div className={classes.second}>{facts.filter(Boolean).join(" · ")}</div>
      )}
      {textOf(detail, "description") && (
        <div className={classes.second}>{textOf(detail, "description")}</div>
      )}
    </div>
  );
}

/** A comment: its words, how many files came with it, and where it was written. */
function Said({ detail }: { detail: Detail }) {
  const { t } = useTranslation();
  const body = textOf(detail, "body");
  const files = typeof detail.files === "number" ? detail.files : 0;
  const place = readPlace(detail.location);
  return (
    <div className={classes.entryBody}>
      {body}
      {files > 0 && (
        <div className={classes.second}>{t("comments.files.count", { count: files })}</div>
      )}
      {place && (
        <div>
          <PlaceLink place={place} />
        </div>
      )}
    </div>
  );
}

function Changes({ detail }: { detail: Detail }) {
  const words = useWords();
  const labelOf = useFieldLabel();
  if (!detail.fields || typeof detail.fields !== "object") return null;
  const action = textOf(detail, "action") ?? "";
  const [kind = ""] = action.split(".");
  const own = OWN_NAMES.find((one) => one.of.test(action))?.group;
  const nameOf = (field: string): string =>
    own && i18next.exists(wordKey(own, field)) ? words(own, field) : labelOf(field);
  return (
    <div className={`${classes.entryBody} ${classes.second}`}>
      {Object.entries(detail.fields)
        .filter(([name]) => name !== "comment_id") // nobody knows comments by number
        .map(([name, change]) => (
          <div key={name}>
            {nameOf(name)}
            {Array.isArray(change) && `: ${tellChange(name, change, kind, words)}`}
          </div>
        ))}
    </div>
  );
}
