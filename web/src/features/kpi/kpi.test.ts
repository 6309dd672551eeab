import { describe, expect, it } from "vitest";
import { customersBehind, type KpiRow, periodQuery, readKpiSearch, sortRows } from "./kpi";

const row = (name: string | null, interactions: number): KpiRow =>
  ({
    user: name === null ? null : { id: name.length, name, extension: null, role: "agent" },
    interactions,
  }) as KpiRow;
const names = (rows: KpiRow[]): (string | null)[] => rows.map((one) => one.user?.name ?? null);

describe("the KPI's address", () => {
  it("keeps what fits and leaves the rest out", () => {
    const read = readKpiSearch({ period: "year", first: "21/11/2026", user: "7", part: "calls" });
    expect(JSON.parse(JSON.stringify(read))).toEqual({ user: 7, part: "calls" });
  });

  it("asks for a period of one's own once it has both ends in order", () => {
    const own = { period: "custom", first: "2026-11-02", last: "2026-11-01" } as const;
    expect(periodQuery(own)).toBeNull();
    expect(periodQuery({ ...own, last: undefined })).toBeNull();
    expect(periodQuery({ ...own, last: "2026-11-02" })).toEqual({ ...own, last: "2026-11-02" });
    expect(periodQuery({})).toEqual({ period: "month" });
  });

  it("leads to the customers that were counted", () => {
    const days = { first: "2026-11-01", last: "2026-11-30" };
    expect(customersBehind(days, [null], 3).filters).toEqual([
      { field: "created_at", least: "2026-11-01", most: "2026-11-30" },
      { field: "owner", any: [null] },
      { field: "source", any: [3] },
    ]);
    expect(customersBehind(days, null).filters).toHaveLength(1);
  });
});

it("sorts figures from the largest, names from A, nobody last", () => {
  const rows = [row("Bình", 1), row(null, 9), row("Đào", 5), row("An", 1)];
  expect(names(sortRows(rows, {}))).toEqual([null, "Đào", "An", "Bình"]);
  expect(names(sortRows(rows, { order: "asc" }))).toEqual(["An", "Bình", "Đào", null]);
  expect(names(sortRows(rows, { sort: "name" }))).toEqual(["An", "Bình", "Đào", null]);
});
