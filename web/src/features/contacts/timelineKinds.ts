/** What the timeline can be filtered by, in the order of its chips. */
export const TIMELINE_KINDS = [
  "discussion",
  "call",
  "note",
  "comment",
  "transaction",
  "meeting",
  "appointment",
  "task",
  "reply",
  "change",
] as const;

export type TimelineKind = (typeof TIMELINE_KINDS)[number];
