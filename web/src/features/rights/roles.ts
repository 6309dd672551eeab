import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, remove } from "@/api/client";
import type {
  EffectiveRights,
  Grant,
  Reach,
  RoleChange,
  RoleForm,
  Roles,
  RoleView,
} from "@/api/types";
import { useUser } from "@/features/session/session";
import { useWords } from "@/i18n/words";

export const rolesQuery = queryOptions({
  queryKey: ["roles"],
  queryFn: ({ signal }) => get<Roles>("/roles", undefined, signal),
});

/** What somebody may do: a user, or oneself. */
export const effectiveQuery = (user: number | "me") =>
  queryOptions({
    queryKey: ["rights", user],
    queryFn: ({ signal }) =>
      get<EffectiveRights>(
        user === "me" ? "/session/rights" : `/users/${user}/rights`,
        undefined,
        signal,
      ),
  });

/** A built-in role is named in the user's language, the company's own as it was named. */
export function useRoleName(): (role: { name: string | null; key: string }) => string {
  const words = useWords();
  return ({ name, key }) => name ?? words("roles", key);
}

function useRenew() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      ["roles", "rights", "users"].map((key) => client.invalidateQueries({ queryKey: [key] })),
    );
}

/** A role begins with the rights of another one (`from`), as far as one has them oneself. */
export function useCreateRole() {
  const client = useQueryClient();
  const renew = useRenew();
  const user = useUser();
  return useMutation({
    mutationFn: async ({ name, from }: { name: string; from: string }) => {
      // Who types faster than the list of roles comes waits for it.
      const { rows } = await client.ensureQueryData(rolesQuery);
      const source = rows.find((role) => role.key === from);
      // Nobody gives away what they don't have.
      const grants = Object.fromEntries(
        Object.entries(grantedOf(source?.grants ?? [])).filter(([right]) =>
          user.rights.includes(right),
        ),
      );
      const base = (
        source?.base === "owner" ? "admin" : (source?.base ?? "agent")
      ) as RoleForm["base"];
      return post<RoleView>("/roles", { name, base, grants } satisfies RoleForm);
    },
    onSuccess: renew,
  });
}

export function useChangeRole(key: string) {
  const renew = useRenew();
  return useMutation({
    mutationFn: (change: RoleChange) => patch<RoleView>(`/roles/${key}`, change),
    onSettled: renew, // after a refusal too: what somebody else saved is at hand then
  });
}

export function useDeleteRole(key: string) {
  const renew = useRenew();
  return useMutation({ mutationFn: () => remove<void>(`/roles/${key}`), onSuccess: renew });
}

/** Right → whose customers; a right that is not in it is refused. */
export type Granted = Record<string, Reach[]>;

export function grantedOf(grants: readonly Grant[]): Granted {
  return Object.fromEntries(
    grants.flatMap(({ right, reach }) => (reach === null ? [] : [[right, reach]])),
  );
}

const sameReach = (one: readonly Reach[] | null | undefined, other: typeof one): boolean =>
  (one ?? null) === null || (other ?? null) === null
    ? (one ?? null) === (other ?? null)
    : [...(one ?? [])].sort().join() === [...(other ?? [])].sort().join();

/** The rights that two sets of grants don't have alike. */
export function differing(one: Granted, other: Granted): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (right) => !sameReach(one[right], other[right]),
  );
}

/** One's own ticks put onto what somebody else has set meanwhile. */
export function rebaseGranted(before: Granted, mine: Granted, theirs: Granted): Granted {
  const result = { ...theirs };
  for (const right of differing(before, mine)) {
    const reach = mine[right];
    if (reach) result[right] = reach;
    else delete result[right];
  }
  return result;
}

/** Rights that differ from those of the built-in role that a role stands on. */
export const countChanged = (role: RoleView): number =>
  role.grants.filter((grant) => !sameReach(grant.reach, grant.default)).length;

export const GROUPS = ["customers", "work", "calls", "campaigns", "admin"] as const;

export const REACHES = ["own", "team", "nobodys", "all"] as const;

/** How far a right can reach: figures are of people, and nobody's are no person's. */
export const reachesOf = (right: string) =>
  REACHES.filter((one) => right !== "customers.kpi" || one !== "nobodys");
