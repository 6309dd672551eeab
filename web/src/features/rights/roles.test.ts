import { expect, test } from "vitest";
import { rebaseGranted } from "./roles";

test("ticks of one's own go onto what somebody else has set, right by right", () => {
  const before = {
    "customers.view": ["own"],
    "calls.place": [],
    "customers.merge": ["own"],
  } as const;
  const mine = { "customers.view": ["own", "team"], "calls.place": [] } as const;
  const theirs = {
    "customers.view": ["own"],
    "customers.merge": ["all"],
    "users.edit": [],
  } as const;
  const copy = (one: object) => JSON.parse(JSON.stringify(one));
  expect(rebaseGranted(copy(before), copy(mine), copy(theirs))).toEqual({
    "customers.view": ["own", "team"],
    "users.edit": [],
  });
});
