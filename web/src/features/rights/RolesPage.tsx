import { Button, Skeleton, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "@/components/Failed";
import { Page } from "@/components/Page";
import { SidePanel } from "@/components/SidePanel";
import { useInSight } from "@/components/useInSight";
import { useMay } from "@/features/session/session";
import { CreateRole } from "./CreateRole";
import { RoleEditor } from "./RoleEditor";
import classes from "./rights.module.css";
import { countChanged, rolesQuery, useRoleName } from "./roles";

const route = getRouteApi("/shell/settings/roles");

/** R321: Cài đặt → Quyền. The roles at the side, the rights of one of them. */
export function RolesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const roleName = useRoleName();
  const { role: wanted } = route.useSearch();
  const navigate = route.useNavigate();
  const [creating, setCreating] = useState(false);
  const roles = useQuery(rolesQuery);
  const rows = roles.data?.rows ?? [];
  const chosen = rows.find((role) => role.key === (wanted ?? "agent")) ?? rows[0];
  const list = useInSight<HTMLElement>(chosen?.key);
  return (
    <Page
      title={t("rights.title")}
      actions={
        may("roles.edit") && (
          <Button
            leftSection={<IconPlus size={15} aria-hidden="true" />}
            onClick={() => setCreating(true)}
          >
            {t("rights.create")}
          </Button>
        )
      }
    >
      <Text size="sm" c="dimmed" mb="sm">
        {t("rights.hint")}
      </Text>
      {roles.isPending && <Skeleton h={420} />}
      {roles.isError && <Failed error={roles.error} retry={() => void roles.refetch()} />}
      {chosen && (
        <div className={classes.split}>
          <nav ref={list} className={classes.roles} aria-label={t("rights.title")}>
            {rows.map((role) => (
              <Link
                key={role.key}
                to="/settings/roles"
                search={{ role: role.key }}
                className={classes.role}
                aria-current={role.key === chosen.key ? "page" : undefined}
              >
                <span className="cut" title={roleName(role)}>
                  {roleName(role)}
                </span>
                <span className={classes.roleFacts}>
                  {t("rights.members")}: {role.members}
                  {!role.fixed && countChanged(role) > 0 && (
                    <>
                      {" · "}
                      {t("rights.changed")}: {countChanged(role)}
                    </>
                  )}
                </span>
              </Link>
            ))}
          </nav>
          <div>
            <RoleEditor
              key={chosen.key}
              role={chosen}
              onDeleted={() => void navigate({ search: {} })}
            />
          </div>
        </div>
      )}
      <SidePanel opened={creating} onClose={() => setCreating(false)} title={t("rights.create")}>
        <CreateRole
          roles={rows}
          onDone={(made) => {
            setCreating(false);
            if (made) void navigate({ search: { role: made.key } });
          }}
        />
      </SidePanel>
    </Page>
  );
}
