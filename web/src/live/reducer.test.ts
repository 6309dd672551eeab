import { describe, expect, test } from "vitest";
import { apply, type Change, NOTHING_YET, type Snapshot, type Topic } from "./reducer";

/** The server's document, as plainly as it can be written. */
class Document {
  entries: Record<string, unknown> = {};
  seq = 0;

  change(set: Record<string, unknown>, unset: string[] = []): Change {
    this.entries = { ...this.entries, ...set };
    for (const key of unset) delete this.entries[key];
    this.seq += 1;
    return { type: "change", topic: "t", seq: this.seq, set, unset };
  }

  snapshot(): Snapshot {
    return { type: "snapshot", topic: "t", seq: this.seq, entries: { ...this.entries } };
  }
}

/** A small generator with a fixed seed, so that a failure can be run again. */
function* chances(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

function randomChange(document: Document, chance: () => number): Change {
  const set: Record<string, unknown> = {};
  for (let n = Math.floor(chance() * 3); n > 0; n--) {
    set[`call/${Math.floor(chance() * 8)}`] = { at: chance() };
  }
  const gone = Object.keys(document.entries).filter((key) => !(key in set) && chance() < 0.3);
  return document.change(set, gone);
}

describe("a followed topic", () => {
  test("a snapshot and the changes after it equal a fresh snapshot", () => {
    const source = chances(20_251_121);
    const chance = (): number => source.next().value;
    for (let round = 0; round < 50; round++) {
      const document = new Document();
      for (let n = 0; n < 5; n++) randomChange(document, chance);
      let topic: Topic = apply(NOTHING_YET, document.snapshot()).topic;
      for (let n = 0; n < 40; n++) {
        const step = apply(topic, randomChange(document, chance));
        expect(step.hole).toBe(false);
        topic = step.topic;
      }
      const fresh = apply(NOTHING_YET, document.snapshot()).topic;
      expect(topic).toEqual(fresh);
    }
  });

  test("a hole in the numbers asks for a new snapshot and keeps what is shown", () => {
    const document = new Document();
    document.change({ a: 1 });
    const before = apply(NOTHING_YET, document.snapshot()).topic;
    document.change({ a: 2 });
    const step = apply(before, document.change({ b: 1 }));
    expect(step.hole).toBe(true);
    expect(step.topic.entries).toEqual({ a: 1 });
    const after = apply(step.topic, document.snapshot());
    expect(after.topic.entries).toEqual({ a: 2, b: 1 });
  });

  test("changes that come while a new snapshot is awaited ask for no further one", () => {
    const document = new Document();
    const first = apply(NOTHING_YET, document.snapshot()).topic;
    document.change({ a: 1 });
    const holed = apply(first, document.change({ a: 2 })).topic;
    expect(apply(holed, document.change({ a: 3 })).hole).toBe(false);
  });

  test("a change that the snapshot already holds is not applied twice", () => {
    const document = new Document();
    const change = document.change({ a: 1 });
    document.change({ a: 2 });
    const topic = apply(NOTHING_YET, document.snapshot()).topic;
    expect(apply(topic, change).topic).toBe(topic);
  });

  test("entries that did not change stay the same objects", () => {
    const document = new Document();
    document.change({ a: { n: 1 }, b: { n: 1 } });
    const before = apply(NOTHING_YET, document.snapshot()).topic;
    const after = apply(before, document.change({ b: { n: 2 } })).topic;
    expect(after.entries.a).toBe(before.entries.a);
  });

  test("a refusal empties the topic and says why", () => {
    const document = new Document();
    document.change({ a: 1 });
    const topic = apply(NOTHING_YET, document.snapshot()).topic;
    const refused = apply(topic, { type: "refused", topic: "t", code: "forbidden" }).topic;
    expect(refused).toMatchObject({ status: "refused", code: "forbidden", entries: {} });
  });
});
