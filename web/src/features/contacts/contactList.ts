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

type ListName = "contacts" | "companies";

/** What the user chose for this list. */
export const choicesQuery = (list: ListName) =>
  queryOptions({
    queryKey: ["views", list],
    queryFn: async ({ signal }) =>
      (await get<Shapes["SavedViews"]>("/views", { list }, signal)).choices,
    staleTime: 60_000,
  });

/** Remember the columns. Shown at once, kept by the server. */
export function useChooseColumns(list: ListName) {
  const client = useQueryClient();
  const { queryKey } = choicesQuery(list);
  return useMutation({
    mutationFn: (columns: string[]) =>
      patch<Shapes["ChoicesView"]>(`/views/choices?list=${list}`, { columns }),
    onMutate: (columns) => {
      client.setQueryData(
        queryKey,
        (before: Shapes["ChoicesView"] | undefined) => before && { ...before, columns },
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  });
}
