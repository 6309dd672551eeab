import {
  IconCalendarEvent,
  IconChecklist,
  IconFileDollar,
  IconKeyframe,
  IconMessageCircle,
  IconNote,
  IconPencil,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconUsers,
} from "@tabler/icons-react";
import type { TimelineEntry } from "@/api/types";
import { brief, moment } from "@/components/format";
import { useNow } from "@/components/Timer";
import classes from "./contacts.module.css";
import { TimelineBody } from "./TimelineBody";
import { TimelineHeading } from "./TimelineHeading";

const PICTURES = {
  note: IconNote,
  comment: IconMessageCircle,
  transaction: IconFileDollar,
  meeting: IconUsers,
  appointment: IconCalendarEvent,
  task: IconChecklist,
  reply: IconKeyframe,
  change: IconPencil,
} as const;

function pictureOf({ kind, detail }: TimelineEntry) {
  if (kind !== "call") return PICTURES[kind];
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
        <TimelineHeading entry={entry} />
        {entry.by && <span className={classes.second}>{entry.by.name}</span>}
        <time dateTime={entry.at} title={moment(entry.at)}>
          {brief(entry.at, now)}
        </time>
      </div>
      <TimelineBody entry={entry} />
    </li>
  );
}
