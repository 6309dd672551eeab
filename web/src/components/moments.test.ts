import { describe, expect, test } from "vitest";
import {
  atNine,
  dayAfter,
  fromField,
  inAnHour,
  readDay,
  readMoment,
  toField,
  UNREADABLE,
  writeDay,
  writeMoment,
} from "./moments";

describe("moments in fields", () => {
  test("a field shows the clock in Vietnam and gives the same instant back", () => {
    expect(toField("2026-03-02T05:07:59Z")).toBe("2026-03-02T12:07");
    expect(fromField("2026-03-02T12:07")).toBe("2026-03-02T05:07:00.000Z");
    for (const at of ["2026-12-31T16:59:00.000Z", "2026-12-31T17:00:00.000Z"]) {
      expect(fromField(toField(at))).toBe(at);
    }
  });

  test("an empty or half-typed field is no instant", () => {
    expect(fromField("")).toBeNull();
    expect(fromField("2026-03-")).toBeNull();
  });

  test("the offered moments lie ahead", () => {
    const now = Date.parse("2026-03-02T16:58:00Z"); // two minutes to midnight in Vietnam
    expect(inAnHour(now)).toBe("2026-03-03T01:00");
    expect(atNine(now, 1)).toBe("2026-03-03T09:00");
    expect(atNine(now, 7)).toBe("2026-03-09T09:00");
  });

  test("a moment is written and read as people here write it, whatever the browser's language", () => {
    expect(writeMoment("2026-11-21T14:02")).toBe("21/11/2026 14:02");
    expect(readMoment("21/11/2026 14:02")).toBe("2026-11-21T14:02");
    expect(readMoment(" 1.2.2026  9h05 ")).toBe("2026-02-01T09:05");
    expect(readMoment("")).toBe("");
    for (const wrong of ["31/06/2026 09:00", "21/11/2026 25:00", "21/11/2026", "mai"]) {
      expect(readMoment(wrong), wrong).toBe(UNREADABLE);
      expect(fromField(readMoment(wrong))).toBeNull();
    }
  });

  test("a day is written and read the same way, with or without its strokes", () => {
    expect(writeDay("2026-11-09")).toBe("09/11/2026");
    for (const typed of ["9/11/2026", " 09-11-2026 ", "9.11.2026", "09112026", "2026-11-09"]) {
      expect(readDay(typed), typed).toBe("2026-11-09");
    }
    expect(readDay("29/02/2028")).toBe("2028-02-29");
    expect(readDay(" ")).toBe("");
    for (const wrong of ["29/02/2027", "11/31/2026", "9/11", "9/11/26", "mai", "00/01/2026"]) {
      expect(readDay(wrong), wrong).toBe(UNREADABLE);
    }
    for (const none of ["", UNREADABLE, "2026-11"]) expect(writeDay(none)).toBe("");
  });
});

test("the day after is the calendar's, also over the ends of months and years", () => {
  expect(dayAfter("2026-11-21")).toBe("2026-11-22");
  expect(dayAfter("2026-12-31")).toBe("2027-01-01");
  expect(dayAfter("2028-02-28")).toBe("2028-02-29");
});
