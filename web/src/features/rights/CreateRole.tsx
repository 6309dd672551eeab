import { Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RoleForm, RoleView } from "@/api/types";
import { FormActions } from "@/components/FormActions";
import { useUser } from "@/features/session/session";
import { grantedOf, useCreateRole, useRoleName } from "./roles";

interface Props {
  roles: readonly RoleView[];
  onDone: (made: RoleView | null) => void;
}

/** A name, and the role whose rights it begins with; the rest is ticked afterwards. */
export function CreateRole({ roles, onDone }: Props) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const user = useUser();
  const create = useCreateRole();
  const [name, setName] = useState("");
  const [from, setFrom] = useState("agent");
  const source = roles.find((role) => role.key === from);
  const submit = (): void => {
    if (!source || !name.trim()) return;
    // Nobody gives away what they don't have.
    const grants = Object.fromEntries(
      Object.entries(grantedOf(source.grants)).filter(([right]) => user.rights.includes(right)),
    );
    const base = (source.base === "owner" ? "admin" : source.base) as RoleForm["base"];
    create.mutate({ name: name.trim(), base, grants }, { onSuccess: onDone });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t("rights.name")}
          description={t("rights.nameHint")}
          withAsterisk
          maxLength={120}
          data-autofocus
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label={t("rights.copyOf")}
          data={roles
            .filter((role) => !role.fixed)
            .map((role) => ({ value: role.key, label: roleName(role) }))}
          value={from}
          onChange={(key) => setFrom(key ?? "agent")}
        />
        <FormActions
          submit={t("rights.create")}
          pending={create.isPending}
          disabled={!name.trim()}
          why={t("rights.nameFirst")}
          onCancel={() => onDone(null)}
          error={create.error}
        />
      </Stack>
    </form>
  );
}
