import { Skeleton, Switch, Table, Text } from "@mantine/core";
import { IconCheck, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EffectiveGrant, EffectiveRights } from "@/api/types";
import { Failed } from "@/components/Failed";
import { Mark } from "@/components/Mark";
import { Page } from "@/components/Page";
import { Sheet } from "@/components/Sheet";
import { useMay } from "@/features/session/session";
import { useWords } from "@/i18n/words";
import classes from "./rights.module.css";
import { effectiveQuery, GROUPS, REACHES, useRoleName } from "./roles";

const route = getRouteApi("/shell/rights/$user");

/** What a user may do, to whose customers, and why. */
export function EffectivePage() {
  const { t } = useTranslation();
  const { user } = route.useParams();
  const [all, setAll] = useState(false);
  const rights = useQuery(effectiveQuery(user === "me" ? "me" : Number(user)));
  const title =
    user === "me" || !rights.data
      ? t(user === "me" ? "rights.mine" : "rights.effective")
      : t("rights.effectiveOf", { name: rights.data.user.name });
  return (
    <Page title={title}>
      {rights.isPending && <Skeleton h={420} />}
      {rights.isError && <Failed error={rights.error} retry={() => void rights.refetch()} />}
      {rights.data && (
        <>
          <Person rights={rights.data} />
          <Switch
            my="sm"
            label={t("rights.showRefused")}
            checked={all}
            onChange={(event) => setAll(event.currentTarget.checked)}
          />
          {GROUPS.map((group) => (
            <GroupTable key={group} group={group} rights={rights.data} all={all} />
          ))}
        </>
      )}
    </Page>
  );
}

function Person({ rights }: { rights: EffectiveRights }) {
  const { t } = useTranslation();
  const may = useMay();
  const roleName = useRoleName();
  const name = roleName({ name: rights.role_name, key: rights.role_key });
  const teamless =
    !rights.team &&
    rights.leads.length === 0 &&
    rights.grants.some((grant) => grant.reach?.includes("team"));
  return (
    <Sheet>
      <dl className={classes.facts}>
        <div>
          <dt>{t("rights.role")}</dt>
          <dd>
            {may("users.edit") ? (
              <Link to="/settings/roles" search={{ role: rights.role_key }}>
                {name}
              </Link>
            ) : (
              name
            )}
          </dd>
        </div>
        <div>
          <dt>{t("rights.inTeam")}</dt>
          <dd>{rights.team ?? t("rights.noTeam")}</dd>
        </div>
        {rights.leads.length > 0 && (
          <div>
            <dt>{t("rights.leads")}</dt>
            <dd>{rights.leads.join(", ")}</dd>
          </div>
        )}
        {rights.department && (
          <div>
            <dt>{t("rights.inDepartment")}</dt>
            <dd>{rights.department}</dd>
          </div>
        )}
      </dl>
      {teamless && <Mark tone="warn">{t("rights.teamless")}</Mark>}
    </Sheet>
  );
}

interface GroupProps {
  group: string;
  rights: EffectiveRights;
  all: boolean;
}

function GroupTable({ group, rights, all }: GroupProps) {
  const { t } = useTranslation();
  const words = useWords();
  const roleName = useRoleName();
  const rows = rights.grants.filter(
    (grant) => grant.group === group && (all || grant.reach !== null),
  );
  if (rows.length === 0) return null;
  const why = (grant: EffectiveGrant): string =>
    grant.source === "base"
      ? t("rights.fromBase", { role: words("roles", rights.user.role) })
      : t("rights.fromRole", { role: roleName({ name: rights.role_name, key: rights.role_key }) });
  return (
    <Sheet title={words("rightGroups", group)} flush className={classes.group}>
      <Table.ScrollContainer minWidth={0} type="native">
        <Table horizontalSpacing="sm" verticalSpacing={7} className={classes.effective}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("rights.action")}</Table.Th>
              <Table.Th>{t("rights.may")}</Table.Th>
              <Table.Th>{t("rights.reach")}</Table.Th>
              <Table.Th visibleFrom="sm">{t("rights.why")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((grant) => (
              <Table.Tr key={grant.right}>
                <Table.Td>{words("rights", grant.right)}</Table.Td>
                <Table.Td>
                  {grant.reach === null ? (
                    <Mark tone="calm" icon={<IconX size={14} aria-hidden="true" />}>
                      {t("rights.mayNot")}
                    </Mark>
                  ) : (
                    <Mark tone="ok" icon={<IconCheck size={14} aria-hidden="true" />}>
                      {t("rights.yes")}
                    </Mark>
                  )}
                </Table.Td>
                <Table.Td>
                  {REACHES.filter((one) => grant.reach?.includes(one))
                    .map((one) => words("reach", one))
                    .join(", ")}
                  {grant.reach && grant.within && (
                    <Text size="xs" c="dimmed">
                      {t("rights.within", { right: words("rights", grant.within) })}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td visibleFrom="sm">
                  {why(grant)}
                  {grant.narrowed && ` (${t("rights.narrowed")})`}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Sheet>
  );
}
