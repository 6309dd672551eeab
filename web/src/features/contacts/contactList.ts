import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, patch } from "@/api/client";
import type { components } from "@/api/schema";

type Shapes = components["schemas"];

/** What GET /contacts is filtered by. */
export interface ContactFilter {
  q?: string | undefined;
  owner: "all" | "mine" | "none";
  owner_id?: number | undefined;
  company_id?: number | undefined;
}

/** With the order in which the list has them. */
export interface OrderedContacts extends ContactFilter {
  sort: "created" | "name" | "updated";
  order: "asc" | "desc";
}

/** What the user chose for the list of contacts. */
export const choicesQuery = queryOptions({
  queryKey: ["views", "contacts"],
  queryFn: async ({ signal }) =>
    (await get<Shapes["SavedViews"]>("/views", { list: "contacts" }, signal)).choices,
  staleTime: 60_000,
});

/** Remember the columns. Shown at once, kept by the server. */
export function useChooseColumns() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (columns: string[]) =>
      patch<Shapes["ChoicesView"]>("/views/choices?list=contacts", { columns }),
    onMutate: (columns) => {
      client.setQueryData(
        choicesQuery.queryKey,
        (before: Shapes["ChoicesView"] | undefined) => before && { ...before, columns },
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: choicesQuery.queryKey }),
  });
}
