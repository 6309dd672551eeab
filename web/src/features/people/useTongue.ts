import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { useEverybody } from "@/features/contacts/everybody";
import { useFieldLabel, useFieldRules } from "@/features/contacts/fields";
import { useFilterWords } from "@/features/customers/choices";
import { rolesQuery } from "@/features/rights/roles";
import { useMay } from "@/features/session/session";
import { useWords } from "@/i18n/words";
import type { Tongue } from "./auditDetail";
import { groupsQuery } from "./groups";

const PEOPLE = ["user", "owner", "owner_id", "supporter_ids", "member_ids", "leader_ids"];

/** What the audit log names things by: people, groups, roles, and values of lists, as of now. */
export function useTongue(): Tongue {
  const may = useMay();
  const words = useWords();
  const label = useFieldLabel();
  const filter = useFilterWords();
  const rules = useFieldRules();
  const enabled = may("users.edit");
  const people = useEverybody();
  const roles = useQuery({ ...rolesQuery, enabled }).data?.rows;
  const teams = useQuery({ ...groupsQuery("teams"), enabled }).data?.rows;
  const departments = useQuery({ ...groupsQuery("departments"), enabled }).data?.rows;
  const nameOf = useCallback<Tongue["nameOf"]>(
    (field, id) => {
      const find = (rows: readonly { id: number; name: string }[] | undefined) =>
        rows?.find((one) => one.id === id)?.name;
      if (PEOPLE.includes(field)) return find(people);
      if (field === "team_id" || field === "team") return find(teams);
      if (field === "department_id" || field === "department") return find(departments);
      if (field === "role") {
        return roles?.find((one) => one.key === id)?.name ?? words("roles", String(id));
      }
      return rules.field(field.replace(/_id$/, ""))?.options.find((one) => one.id === id)?.label;
    },
    [people, roles, teams, departments, rules, words],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: `filter` is made anew each time of what `nameOf` and `label` are made of
  return useMemo(() => ({ words, label, filter, nameOf }), [words, label, nameOf]);
}
