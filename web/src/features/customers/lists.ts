import {
  keepPreviousData,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { get, patch, post, put, remove } from "@/api/client";
import type { components } from "@/api/schema";
import type { CustomerFilter } from "./bulk/bulk";
import type { SavedView } from "./search";

type Shapes = components["schemas"];
export type CustomerRow = Shapes["CustomerRow"];
export type CustomerPage = Shapes["CustomerPage"];
export type Tiles = Shapes["Tiles"];
export type SavedViews = Shapes["SavedViews"];
export type Choices = Shapes["Choices"];
export type ViewForm = Shapes["ViewForm"];
export type ViewChange = Shapes["ViewChange"];

export function useCustomerPage(
  filter: CustomerFilter,
  limit: number,
  cursor: string | undefined,
  enabled: boolean,
) {
  return useQuery({
    queryKey: ["customers", "list", filter, limit, cursor ?? ""],
    queryFn: ({ signal }) => get<CustomerPage>("/customers", { ...filter, limit, cursor }, signal),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export const tilesQuery = queryOptions({
  queryKey: ["customers", "tiles"],
  queryFn: ({ signal }) => get<Tiles>("/customers/tiles", undefined, signal),
  staleTime: 30_000,
});

export const viewsQuery = queryOptions({
  queryKey: ["views"],
  queryFn: ({ signal }) => get<SavedViews>("/views", undefined, signal),
  staleTime: 60_000,
});

function useFresh(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: viewsQuery.queryKey });
}

export function useCreateView() {
  const fresh = useFresh();
  return useMutation({
    mutationFn: (form: ViewForm) => post<SavedView>("/views", form),
    onSuccess: fresh,
  });
}

export function useChangeView() {
  const fresh = useFresh();
  return useMutation({
    mutationFn: ({ id, change }: { id: number; change: ViewChange }) =>
      patch<SavedView>(`/views/${id}`, change),
    onSettled: fresh,
  });
}

export function useDeleteView() {
  const fresh = useFresh();
  return useMutation({
    mutationFn: (id: number) => remove<void>(`/views/${id}`),
    onSettled: fresh,
  });
}

/** Remember columns, page size, the view to begin with. Shown at once, kept by the server. */
export function useChoose() {
  const client = useQueryClient();
  const fresh = useFresh();
  return useMutation({
    mutationFn: (choices: Partial<Choices>) => patch<Choices>("/views/choices", choices),
    onMutate: (choices) => {
      client.setQueryData<SavedViews>(
        viewsQuery.queryKey,
        (before) =>
          before && {
            ...before,
            choices: { ...before.choices, ...choices } as SavedViews["choices"],
          },
      );
    },
    onSettled: fresh,
  });
}

export function useSetForgottenDays() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (days: number) => put<{ days: number }>("/customers/tiles/forgotten", { days }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["customers"] }),
  });
}
