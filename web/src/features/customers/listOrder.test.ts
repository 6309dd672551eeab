import { expect, test } from "vitest";
import { notePlaces, sortByPlace } from "./listOrder";

test("ticked rows are in the order of the list, over its pages", () => {
  const places = new Map<number, number>();
  notePlaces(places, [{ id: 30 }, { id: 10 }, { id: 20 }], 51);
  notePlaces(places, [{ id: 7 }, { id: 99 }], 1);
  expect(sortByPlace(places, new Set([20, 99, 30, 7]))).toEqual([7, 99, 30, 20]);
});
