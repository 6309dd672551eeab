/** What the audit log's detail, JSON of many shapes, says in words. No JSON is lost: it can be shown. */

import { calendarDay, moment } from "@/components/format";
import type { FieldFilter } from "@/features/customers/search";
import type { CodeGroup, Words } from "@/i18n/words";

export interface Fact {
  name: string;
  text: string;
}

/** What the page knows to name things by. */
export interface Tongue {
  words: Words;
  /** The name of a customer's or a contact's field. */
  label: (field: string) => string;
  filter: (filter: FieldFilter) => string;
  /** Who or what an id is of, by the field that holds it; undefined: not known here. */
  nameOf: (field: string, id: number | string) => string | undefined;
}

/** Actions whose detail is `field: [before, after]`. */
const PAIRED =
  /^(user\.changed|role\.|team\.|department\.|automation\.configured|comments\.configured)/;
/** Lists of a paired action all the same. */
const LISTS = ["member_ids", "leader_ids"];
/** Objects that only hold others' fields. */
const WRAPPERS = ["request", "fields", "assignment", "opportunity"];
/** Said elsewhere, or of no use to a reader. */
const SILENT = ["sort", "order", "cursor", "limit", "words", "sha256", "comment_id", "revision"];

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree =>
  value !== null && typeof value === "object" && !Array.isArray(value);
const isNothing = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === "" ||
  (Array.isArray(value) && value.length === 0) ||
  (isTree(value) && Object.values(value).every(isNothing));

/** `action`'s detail as lines, "field: value". */
export function tellFacts(action: string, detail: Tree, tongue: Tongue): Fact[] {
  const of = action.split(".")[0] ?? "";
  const say = new Saying(of, tongue);
  if (isTree(detail.before) && isTree(detail.after)) {
    const pairs = joinPairs(detail.before, detail.after);
    return Object.entries(pairs).map(([key, pair]) => say.pair(key, pair));
  }
  return Object.entries(unwrap(detail)).flatMap(([key, value]) => {
    if (SILENT.includes(key)) return [];
    if (PAIRED.test(action) && Array.isArray(value) && value.length === 2 && !LISTS.includes(key)) {
      return [say.pair(key, value)];
    }
    if (isNothing(value) && key !== "owner_id") return [];
    return [{ name: say.name(key), text: say.value(key, value) }];
  });
}

function joinPairs(before: Tree, after: Tree): Record<string, unknown[]> {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(
    keys
      .filter((key) => before[key] !== after[key])
      .map((key) => [key, [before[key] ?? null, after[key] ?? null]]),
  );
}

function unwrap(detail: Tree): Tree {
  return Object.fromEntries(
    Object.entries(detail).flatMap(([key, value]) =>
      WRAPPERS.includes(key) && isTree(value) ? Object.entries(unwrap(value)) : [[key, value]],
    ),
  );
}

class Saying {
  constructor(
    /** What the action is of: user, role … */
    private readonly of: string,
    private readonly tongue: Tongue,
  ) {}

  name(key: string): string {
    const { words, label } = this.tongue;
    const own = `${this.of}.${key}`;
    return (
      [
        [words("auditFields", own), own],
        [words("auditFields", key), key],
        [words("rights", key), key],
        [words("reasonsShort", key), key],
      ].find(([word, code]) => word !== code)?.[0] ?? label(key)
    );
  }

  pair(key: string, [before, after]: unknown[]): Fact {
    const name = this.name(key);
    // Of what is new there is no "before", but of a right and of a rule there always is one.
    if (isNothing(before) && this.of !== "rules" && !this.isRight(key)) {
      return { name, text: this.value(key, after) };
    }
    return { name, text: `${this.value(key, before)} → ${this.value(key, after)}` };
  }

  value(key: string, value: unknown): string {
    const { words } = this.tongue;
    if (this.isRight(key) && value === null) return words("auditValues", "right_none");
    if (this.isRight(key) && Array.isArray(value) && value.length === 0) {
      return words("auditValues", "right_given");
    }
    if (key === "query") return this.query(value);
    if (this.of === "rules" && value === null) return words("auditValues", "rules_default");
    if (isNothing(value)) return words("auditValues", "nothing");
    if (typeof value === "boolean") return words("yesNo", String(value));
    if (Array.isArray(value)) {
      const parts = value.map((one) => (isTree(one) ? this.tree(one) : this.word(key, one)));
      return parts.join(value.some(isTree) ? "; " : ", ");
    }
    return isTree(value) ? this.tree(value) : this.word(key, value);
  }

  private isRight(key: string): boolean {
    return this.tongue.words("rights", key) !== key;
  }

  /** Nested things, as a short sentence. */
  private tree(tree: Tree): string {
    if (typeof tree.heading === "string") return tree.heading; // a column of a file
    return Object.entries(tree)
      .filter(([, value]) => !isNothing(value))
      .map(([key, value]) => `${this.name(key)}: ${this.value(key, value)}`)
      .join(", ");
  }

  /** Which customers were meant, when they were not ticked one by one. */
  private query(value: unknown): string {
    const { words, filter, label } = this.tongue;
    const said = Object.entries(isTree(value) ? value : {}).filter(
      ([key, one]) => !SILENT.includes(key) && key !== "scope" && one !== "all" && !isNothing(one),
    );
    const parts = said.map(([key, one]) => {
      if (key !== "filters") return `${this.name(key)}: ${this.value(key, one)}`;
      try {
        return (JSON.parse(String(one)) as FieldFilter[]).map(filter).join(", ");
      } catch {
        return `${label(key)}: ${String(one)}`;
      }
    });
    return parts.length > 0 ? parts.join(", ") : words("auditValues", "everyone");
  }

  private word(key: string, value: unknown): string {
    const { words, nameOf, label } = this.tongue;
    if (value === null) return words("auditValues", "nothing");
    if (typeof value === "number" || key === "role") {
      const named = nameOf(key, value as number | string);
      if (named !== undefined) return named;
      if (/_ids?$/.test(key) || key === "not_theirs" || key === "job" || key === "decision") {
        return `#${value}`;
      }
    }
    const text = String(value);
    const known = [`${this.of}.${key}.${text}`, `${key}.${text}`, `${this.of}.${text}`]
      .map((code) => [words("auditValues", code), code])
      .find(([word, code]) => word !== code)?.[0];
    if (known !== undefined) return known;
    if (key === "field" || key === "keys") return label(text);
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return calendarDay(text);
    if (/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return moment(text);
    for (const group of this.isRight(key) ? REACH : (GROUPS[key] ?? [])) {
      const word = words(group, text);
      if (word !== text) return word;
    }
    return this.family(text) ?? text;
  }

  /** `customer.*`: every event of customers. */
  private family(text: string): string | undefined {
    const family = /^([a-z]+)\.\*$/.exec(text)?.[1];
    return family && this.tongue.words("eventGroups", family);
  }
}

const REACH: CodeGroup[] = ["reach"];
const GROUPS: Record<string, CodeGroup[]> = {
  scopes: ["rights"],
  kinds: ["changes"],
  reasons: ["reasonsShort"],
  kind: ["logValues"],
  stage: ["logValues"],
  role: ["roles"],
};

/** The lines as one, for the list. */
export const tellBrief = (facts: readonly Fact[]): string =>
  facts.map(({ name, text }) => `${name}: ${text}`).join(" · ");

/** What was done to: "Người dùng Nguyễn Khánh Linh" of `user/7`. */
export function tellSubject(subject: string | null, tongue: Tongue): string {
  if (subject === null) return "";
  const [, kind = "", key = ""] = /^([a-z_]+)\/(.*)$/s.exec(subject) ?? [];
  const word = tongue.words("auditSubjects", kind);
  if (!kind || word === kind) return subject;
  const id = /^\d+$/.test(key) ? Number(key) : key;
  const known = tongue.words("auditSubjects", `${kind}.${key}`);
  if (known !== `${kind}.${key}`) return known;
  const named = tongue.nameOf(kind, id);
  return `${word} ${named ?? (typeof id === "number" ? `#${id}` : id)}`.trim();
}
