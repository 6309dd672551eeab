import { Button, Skeleton, Table, Text } from "@mantine/core";
import { IconPencil, IconPlus, IconUsersGroup } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { Page } from "@/components/Page";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { GroupPanel } from "./GroupPanel";
import { type GroupKind, type GroupRow, groupsQuery } from "./groups";

export const TeamsPage = () => <GroupsPage kind="teams" />;
export const DepartmentsPage = () => <GroupsPage kind="departments" />;

/** Teams with their leaders (R317), or departments (R323). */
function GroupsPage({ kind }: { kind: GroupKind }) {
  const { t } = useTranslation();
  const isTeam = kind === "teams";
  const [panel, setPanel] = useState<{ group: GroupRow | null } | null>(null);
  const groups = useQuery(groupsQuery(kind));
  const add = (
    <Button
      leftSection={<IconPlus size={15} aria-hidden="true" />}
      onClick={() => setPanel({ group: null })}
    >
      {t(isTeam ? "groups.addTeam" : "groups.addDepartment")}
    </Button>
  );
  const names = (people: readonly { name: string }[]): string =>
    people.map((one) => one.name).join(", ") || t("groups.nobody");
  return (
    <Page title={t(isTeam ? "groups.teams" : "groups.departments")} actions={add}>
      <Text size="sm" c="dimmed" mb="sm" maw={720}>
        {t(isTeam ? "groups.teamsHint" : "groups.departmentsHint")}
      </Text>
      <Sheet flush>
        {groups.isPending && <Skeleton h={160} m="md" w="auto" />}
        {groups.isError && <Failed error={groups.error} retry={() => void groups.refetch()} />}
        {groups.data?.rows.length === 0 && (
          <Empty
            icon={IconUsersGroup}
            title={t(isTeam ? "groups.noTeams" : "groups.noDepartments")}
            hint={t(isTeam ? "groups.noTeamsHint" : "groups.noDepartmentsHint")}
          />
        )}
        {groups.data && groups.data.rows.length > 0 && (
          <Table.ScrollContainer minWidth={0} type="native">
            <Table highlightOnHover horizontalSpacing="sm" verticalSpacing={7}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t(isTeam ? "groups.teamName" : "groups.departmentName")}</Table.Th>
                  {isTeam && <Table.Th>{t("groups.leaders")}</Table.Th>}
                  <Table.Th>{t("groups.members")}</Table.Th>
                  <Table.Th />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {groups.data.rows.map((group) => (
                  <Table.Tr key={group.id}>
                    <Table.Td fw={600}>{group.name}</Table.Td>
                    {"leaders" in group && <Table.Td>{names(group.leaders)}</Table.Td>}
                    <Table.Td>
                      <Text size="sm" lineClamp={2} title={names(group.members)}>
                        {group.members.length > 0 && `${group.members.length} · `}
                        {names(group.members)}
                      </Text>
                    </Table.Td>
                    <Table.Td ta="right">
                      <Button
                        variant="subtle"
                        size="compact-sm"
                        leftSection={<IconPencil size={14} aria-hidden="true" />}
                        aria-label={t("users.editWhom", { name: group.name })}
                        onClick={() => setPanel({ group })}
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
        title={panel?.group?.name ?? t(isTeam ? "groups.addTeam" : "groups.addDepartment")}
      >
        {panel && (
          <GroupPanel
            key={panel.group?.id ?? "new"}
            kind={kind}
            group={panel.group}
            onDone={() => setPanel(null)}
          />
        )}
      </SidePanel>
    </Page>
  );
}
