import { useRef } from "react";

interface Named {
  id: number;
}

/** Where rows stand in a list that is read page by page, as far as they were seen. */
export function notePlaces(
  places: Map<number, number>,
  rows: readonly Named[],
  first: number,
): void {
  rows.forEach((row, at) => {
    places.set(row.id, first + at);
  });
}

/** Ticked rows in the order of the list, whatever the order in which they were ticked. */
export const sortByPlace = (
  places: ReadonlyMap<number, number>,
  ids: ReadonlySet<number>,
): number[] => [...ids].sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));

/** Remembers the places of all rows that were shown, for those ticked on pages before this one. */
export function useListOrder(
  rows: readonly Named[] | undefined,
  first = 1,
): (ids: ReadonlySet<number>) => number[] {
  const places = useRef(new Map<number, number>());
  if (rows) notePlaces(places.current, rows, first);
  return (ids) => sortByPlace(places.current, ids);
}
