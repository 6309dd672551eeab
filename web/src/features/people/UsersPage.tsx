import { Button, Select } from "@mantine/core";
import { IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { User } from "@/api/types";
import { DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { ListFrame } from "@/components/ListFrame";
import { PickFilter } from "@/components/PickFilter";
import { RowCount } from "@/components/RowCount";
import { SearchInput } from "@/components/SearchInput";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { rolesQuery, useRoleName } from "@/features/rights/roles";
import { groupsQuery } from "./groups";
import { UserPanel } from "./UserPanel";
import { userColumns } from "./userColumns";

const route = getRouteApi("/shell/users");
const STATES = ["active", "inactive"] as const;

/** Who may sign in, and as what. */
export function UsersPage() {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { q, role, team, state, sort = "username", order = "asc" } = search;
  const teams = useQuery(groupsQuery("teams")).data?.rows;
  const roles = useQuery(rolesQuery).data?.rows;
  const [panel, setPanel] = useState<{ user: User | null } | null>(null);
  const list = usePages<User>(["users"], "/users", { q, role, team_id: team, state, sort, order });
  const columns = useMemo(() => {
    const named = new Map(teams?.map((one) => [one.id, one.name]));
    const teamName = (id: number | null): string => (id === null ? "–" : (named.get(id) ?? "–"));
    return userColumns(t, { role: roleName, team: teamName }, (user) => setPanel({ user }));
  }, [t, roleName, teams]);
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: { ...search, ...next }, replace: true });
  };
  return (
    <ListFrame
      title={t("users.title")}
      aside={<RowCount total={list.total} />}
      actions={
        <Button
          leftSection={<IconPlus size={15} aria-hidden="true" />}
          onClick={() => setPanel({ user: null })}
        >
          {t("users.create")}
        </Button>
      }
      filters={
        <>
          <SearchInput
            value={q}
            label={t("users.search")}
            w={320}
            onChange={(value) => change({ q: value })}
          />
          <Select
            w={170}
            clearable
            aria-label={t("users.role")}
            placeholder={t("users.everyRole")}
            data={(roles ?? []).map((one) => ({ value: one.key, label: roleName(one) }))}
            value={role ?? null}
            onChange={(value) => change({ role: value ?? undefined })}
          />
          <PickFilter
            w={170}
            label={t("groups.team")}
            placeholder={t("users.everyTeam")}
            options={teams ?? []}
            value={team}
            onChange={(next) => change({ team: next })}
          />
          <Select
            w={140}
            clearable
            aria-label={t("users.state")}
            placeholder={t("users.anyState")}
            data={STATES.map((one) => ({ value: one, label: t(`users.${one}`) }))}
            value={state ?? null}
            onChange={(value) => change({ state: STATES.find((one) => one === value) })}
          />
        </>
      }
    >
      <DataGrid
        label={t("users.title")}
        columns={columns}
        rowId={(user) => String(user.id)}
        {...list}
        sorting={{
          by: sort,
          descending: order === "desc",
          change: (by, descending) =>
            change({
              sort: by === "name" ? "name" : undefined,
              order: descending ? "desc" : undefined,
            }),
        }}
        empty={
          <Empty
            icon={IconUsersGroup}
            title={t("users.noneFound")}
            hint={t("users.noneFoundHint")}
          />
        }
      />
      <SidePanel
        opened={panel !== null}
        onClose={() => setPanel(null)}
        title={panel?.user ? panel.user.name : t("users.create")}
      >
        {panel && (
          <UserPanel
            key={panel.user?.id ?? "new"}
            user={panel.user}
            onDone={() => setPanel(null)}
          />
        )}
      </SidePanel>
    </ListFrame>
  );
}
