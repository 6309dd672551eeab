import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/client";
import type { components } from "@/api/schema";

type Shapes = components["schemas"];
export type Birthday = Shapes["Birthday"];

const KEPT_MS = 10 * 60_000;

/** Colleagues whose birthday one is reminded of today (R376). */
export const birthdaysQuery = queryOptions({
  queryKey: ["birthdays"],
  queryFn: ({ signal }) => get<Shapes["Birthdays"]>("/birthdays", undefined, signal),
  staleTime: KEPT_MS,
});

/** 20/12: the day and the month alone. */
export const dayOfYear = (iso: string): string => `${iso.slice(8, 10)}/${iso.slice(5, 7)}`;
