import { Button, Text } from "@mantine/core";
import { IconPencil, IconShieldCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { User } from "@/api/types";
import type { Column } from "@/components/DataGrid";
import { Mark } from "@/components/Mark";
import classes from "./people.module.css";

interface Names {
  role: (role: { name: string | null; key: string }) => string;
  team: (id: number | null) => string;
}

const cut = (text: string) => (
  <span className="cut" title={text}>
    {text}
  </span>
);

export function userColumns(
  t: TFunction,
  names: Names,
  onEdit: (user: User) => void,
): Column<User>[] {
  return [
    {
      id: "name",
      header: t("users.name"),
      width: "minmax(110px, 1.6fr)",
      sorts: true,
      cell: (user) => (
        <span className={classes.name}>
          <strong className="cut" title={user.name}>
            {user.name}
          </strong>
          {!user.active && (
            <Text span size="xs" c="dimmed" hiddenFrom="sm">
              {t("users.inactive")}
            </Text>
          )}
        </span>
      ),
    },
    {
      id: "username",
      header: t("users.username"),
      width: "minmax(100px, 1fr)",
      from: "sm",
      sorts: true,
      cell: (user) => cut(user.username),
    },
    {
      id: "role",
      header: t("users.role"),
      width: "minmax(80px, 1fr)",
      cell: (user) => cut(names.role({ name: user.role_name, key: user.role_key })),
    },
    {
      id: "team",
      header: t("groups.team"),
      width: "minmax(90px, 1fr)",
      from: "md",
      cell: (user) => cut(names.team(user.team_id)),
    },
    {
      id: "extension",
      header: t("users.extension"),
      width: "90px",
      from: "sm",
      cell: (user) => user.extension ?? "–",
    },
    {
      id: "email",
      header: t("users.email"),
      width: "minmax(110px, 1.3fr)",
      from: "md",
      cell: (user) => cut(user.email ?? "–"),
    },
    {
      id: "state",
      header: t("users.state"),
      width: "110px",
      from: "sm",
      cell: (user) => (
        <Mark tone={user.active ? "ok" : "calm"}>
          {t(user.active ? "users.active" : "users.inactive")}
        </Mark>
      ),
    },
    {
      id: "rights",
      header: t("users.rights"),
      quiet: true,
      width: "110px",
      from: "sm",
      align: "end",
      cell: (user) => (
        <Button
          renderRoot={(props) => (
            <Link to="/rights/$user" params={{ user: String(user.id) }} {...props} />
          )}
          variant="subtle"
          size="compact-sm"
          leftSection={<IconShieldCheck size={14} aria-hidden="true" />}
          aria-label={t("rights.effectiveOf", { name: user.name })}
        >
          {t("users.rights")}
        </Button>
      ),
    },
    {
      id: "edit",
      header: t("customers.actions"),
      quiet: true,
      width: "76px",
      align: "end",
      cell: (user) => (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPencil size={14} aria-hidden="true" />}
          aria-label={t("users.editWhom", { name: user.name })}
          onClick={() => onEdit(user)}
        >
          {t("common.edit")}
        </Button>
      ),
    },
  ];
}
