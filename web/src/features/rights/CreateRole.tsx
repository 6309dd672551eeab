import { Select, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RoleView } from "@/api/types";
import { FormActions } from "@/components/FormActions";
import { useCreateRole, useRoleName } from "./roles";

interface Props {
  roles: readonly RoleView[];
  onDone: (made: RoleView | null) => void;
}

/** A name, and the role whose rights it begins with; the rest is ticked afterwards. */
export function CreateRole({ roles, onDone }: Props) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const create = useCreateRole();
  const [name, setName] = useState("");
  const [from, setFrom] = useState("agent");
  const submit = (): void => {
    if (name.trim()) create.mutate({ name: name.trim(), from }, { onSuccess: onDone });
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
