import { Button, Skeleton, Table } from "@mantine/core";
import { IconPencil, IconPlus, IconShieldCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { User, Users } from "@/api/types";
import { Failed } from "@/components/Failed";
import { Mark } from "@/components/Mark";
import { Page } from "@/components/Page";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { useRoleName } from "@/features/rights/roles";
import { groupsQuery } from "./groups";
import { UserPanel } from "./UserPanel";

/** Who may sign in, and as what. */
export function UsersPage() {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const teams = useQuery(groupsQuery("teams"));
  const teamName = (id: number | null): string =>
    teams.data?.rows.find((team) => team.id === id)?.name ?? "–";
  const [panel, setPanel] = useState<{ user: User | null } | null>(null);
  const users = useQuery({
    queryKey: ["users"],
    queryFn: ({ signal }) => get<Users>("/users", undefined, signal),
  });
  return (
    <Page
      title={t("users.title")}
      actions={
        <Button
          leftSection={<IconPlus size={15} aria-hidden="true" />}
          onClick={() => setPanel({ user: null })}
        >
          {t("users.create")}
        </Button>
      }
    >
      <Sheet flush>
        {users.isPending && <Skeleton h={200} m="md" w="auto" />}
        {users.isError && <Failed error={users.error} retry={() => void users.refetch()} />}
        {users.data && (
          <Table.ScrollContainer minWidth={0} type="native">
            <Table highlightOnHover horizontalSpacing="sm" verticalSpacing={7}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("users.name")}</Table.Th>
                  <Table.Th visibleFrom="sm">{t("users.username")}</Table.Th>
                  <Table.Th>{t("users.role")}</Table.Th>
                  <Table.Th visibleFrom="md">{t("groups.team")}</Table.Th>
                  <Table.Th>{t("users.extension")}</Table.Th>
                  <Table.Th visibleFrom="sm">{t("users.email")}</Table.Th>
                  <Table.Th>{t("users.state")}</Table.Th>
                  <Table.Th />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {users.data.rows.map((user) => (
                  <Table.Tr key={user.id}>
                    <Table.Td fw={600}>{user.name}</Table.Td>
                    <Table.Td visibleFrom="sm">{user.username}</Table.Td>
                    <Table.Td>{roleName({ name: user.role_name, key: user.role_key })}</Table.Td>
                    <Table.Td visibleFrom="md">{teamName(user.team_id)}</Table.Td>
                    <Table.Td>{user.extension ?? "–"}</Table.Td>
                    <Table.Td visibleFrom="sm">{user.email ?? "–"}</Table.Td>
                    <Table.Td>
                      <Mark tone={user.active ? "ok" : "calm"}>
                        {t(user.active ? "users.active" : "users.inactive")}
                      </Mark>
                    </Table.Td>
                    <Table.Td ta="right" style={{ whiteSpace: "nowrap" }}>
                      <Button
                        component={Link}
                        to={`/rights/${user.id}`}
                        variant="subtle"
                        size="compact-sm"
                        leftSection={<IconShieldCheck size={14} aria-hidden="true" />}
                        aria-label={t("rights.effectiveOf", { name: user.name })}
                        visibleFrom="sm"
                      >
                        {t("rights.title")}
                      </Button>
                      <Button
                        variant="subtle"
                        size="compact-sm"
                        leftSection={<IconPencil size={14} aria-hidden="true" />}
                        aria-label={t("users.editWhom", { name: user.name })}
                        onClick={() => setPanel({ user })}
                      >
                        {t("common.edit")}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Sheet>
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
    </Page>
  );
}
