import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, remove } from "@/api/client";
import type { Catalogues, CatalogueValue, CatalogueView } from "@/api/types";

export const cataloguesQuery = queryOptions({
  queryKey: ["catalogues"],
  queryFn: ({ signal }) => get<Catalogues>("/catalogues", undefined, signal),
});

/** What a change of a value makes old: the lists, the fields' options, whatever shows a label. */
function useRefresh(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all(
      [["catalogues"], ["fields"], ["customers"], ["customer"]].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
}

export function useAddValue(catalogue: string) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (label: string) =>
      post<CatalogueValue>(`/catalogues/${catalogue}/values`, { label }),
    onSuccess: refresh,
  });
}

export function useChangeValue(id: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (change: {
      label?: string;
      position?: number;
      makes_customer?: boolean;
      renews?: boolean;
    }) => patch<CatalogueView>(`/catalogue-values/${id}`, change),
    onSettled: refresh,
  });
}

export function useDeleteValue(id: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (heir: number | null) =>
      remove<void>(`/catalogue-values/${id}`, { replace_with: heir }),
    onSuccess: refresh,
  });
}
