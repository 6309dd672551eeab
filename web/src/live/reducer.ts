/** What a follower knows of one live topic. Pure: snapshot + changes = a fresh snapshot. */

export type Entries = Readonly<Record<string, unknown>>;

export interface Topic {
  readonly status: "waiting" | "live" | "refused";
  readonly seq: number;
  readonly entries: Entries;
  /** Why the server refused the topic. */
  readonly code: string | null;
}

export interface Snapshot {
  type: "snapshot";
  topic: string;
  seq: number;
  entries: Record<string, unknown>;
}

export interface Change {
  type: "change";
  topic: string;
  seq: number;
  set: Record<string, unknown>;
  unset: string[];
}

export interface Refusal {
  type: "refused";
  topic: string;
  code: string;
}

export type TopicMessage = Snapshot | Change | Refusal;
/** `error`: we sent what is no message; a newer server may not know an old app's. */
export type ServerMessage = TopicMessage | { type: "pong" } | { type: "error"; code: string };

export const NOTHING_YET: Topic = { status: "waiting", seq: -1, entries: {}, code: null };

export interface Step {
  topic: Topic;
  /** A change is missing: follow again for a new snapshot. */
  hole: boolean;
}

/** Apply one message. Entries that stay the same stay the same objects, so that few rows redraw. */
export function apply(topic: Topic, message: TopicMessage): Step {
  switch (message.type) {
    case "snapshot":
      return {
        topic: { status: "live", seq: message.seq, entries: message.entries, code: null },
        hole: false,
      };
    case "refused":
      return {
        topic: { status: "refused", seq: -1, entries: {}, code: message.code },
        hole: false,
      };
    case "change":
      return applyChange(topic, message);
  }
}

function applyChange(topic: Topic, change: Change): Step {
  // Before the snapshot, or one that the snapshot already holds: nothing to do.
  if (topic.status !== "live" || change.seq <= topic.seq) return { topic, hole: false };
  // Wait for the new snapshot: what is shown is old but whole.
  if (change.seq !== topic.seq + 1) {
    return { topic: { ...topic, status: "waiting" }, hole: true };
  }
  const entries: Record<string, unknown> = { ...topic.entries, ...change.set };
  for (const key of change.unset) delete entries[key];
  return { topic: { ...topic, seq: change.seq, entries }, hole: false };
}
