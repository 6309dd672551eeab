import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, remove } from "@/api/client";
import type { Departments, Teams } from "@/api/types";

export type GroupKind = "teams" | "departments";

/** A team or a department, for a page that shows either. */
export type GroupRow = Teams["rows"][number] | Departments["rows"][number];

export const groupsQuery = (kind: GroupKind) =>
  queryOptions({
    queryKey: ["groups", kind],
    queryFn: ({ signal }): Promise<{ rows: GroupRow[] }> =>
      get<Teams | Departments>(`/${kind}`, undefined, signal),
  });

export interface GroupForm {
  name: string;
  member_ids: number[];
  leader_ids?: number[];
}

function useRenew() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ["groups", "users", "rights"].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
}

/** Add a group (null) or change one. */
export function useSaveGroup(kind: GroupKind, group: GroupRow | null) {
  const renew = useRenew();
  return useMutation({
    mutationFn: (form: GroupForm) =>
      group === null
        ? post<unknown>(`/${kind}`, form)
        : patch<unknown>(`/${kind}/${group.id}`, form),
    onSuccess: renew,
  });
}

export function useDeleteGroup(kind: GroupKind, id: number) {
  const renew = useRenew();
  return useMutation({ mutationFn: () => remove<void>(`/${kind}/${id}`), onSuccess: renew });
}
