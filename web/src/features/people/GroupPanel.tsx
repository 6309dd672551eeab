import { Button, MultiSelect, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FormActions } from "@/components/FormActions";
import { useTellProblem } from "@/components/problem";
import { peopleQuery } from "@/features/contacts/customers";
import { type GroupKind, type GroupRow, useDeleteGroup, useSaveGroup } from "./groups";

interface Props {
  kind: GroupKind;
  group: GroupRow | null;
  onDone: () => void;
}

/** Add a team or a department, or change its name and its people. */
export function GroupPanel({ kind, group, onDone }: Props) {
  const { t } = useTranslation();
  const people = useQuery(peopleQuery);
  const save = useSaveGroup(kind, group);
  const isTeam = kind === "teams";
  const ids = (rows: readonly { id: number }[]): string[] => rows.map((one) => String(one.id));
  const form = useForm({
    initialValues: {
      name: group?.name ?? "",
      leaders: group && "leaders" in group ? ids(group.leaders) : [],
      members: group ? ids(group.members) : [],
    },
    validate: { name: (value) => (value.trim() ? null : t("codes.fields.missing")) },
  });
  const choices = (people.data?.rows ?? []).map((one) => ({
    value: String(one.id),
    label: one.extension ? `${one.name} (${one.extension})` : one.name,
  }));
  const submit = form.onSubmit(({ name, leaders, members }) =>
    save.mutate(
      {
        name: name.trim(),
        member_ids: members.map(Number),
        ...(isTeam ? { leader_ids: leaders.map(Number) } : {}),
      },
      { onSuccess: onDone },
    ),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t(isTeam ? "groups.teamName" : "groups.departmentName")}
          withAsterisk
          maxLength={120}
          data-autofocus
          {...form.getInputProps("name")}
        />
        {isTeam && (
          <MultiSelect
            label={t("groups.leaders")}
            searchable
            data={choices}
            nothingFoundMessage={t("shell.nothingFound")}
            {...form.getInputProps("leaders")}
          />
        )}
        <MultiSelect
          label={t("groups.members")}
          description={t(isTeam ? "groups.moves" : "groups.movesDepartment")}
          searchable
          data={choices}
          nothingFoundMessage={t("shell.nothingFound")}
          {...form.getInputProps("members")}
        />
        <FormActions
          submit={t(group ? "common.save" : isTeam ? "groups.addTeam" : "groups.addDepartment")}
          pending={save.isPending}
          onCancel={onDone}
          error={save.error}
        >
          {group && <DeleteGroup kind={kind} group={group} onDone={onDone} />}
        </FormActions>
      </Stack>
    </form>
  );
}

function DeleteGroup({ kind, group, onDone }: Props & { group: GroupRow }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const [sure, setSure] = useState(false);
  const drop = useDeleteGroup(kind, group.id);
  return (
    <Stack gap={4}>
      <Button
        variant={sure ? "filled" : "subtle"}
        color="red"
        loading={drop.isPending}
        onClick={() =>
          sure ? drop.mutate(undefined, { onSuccess: onDone, onError: tell }) : setSure(true)
        }
      >
        {t(sure ? "groups.deleteSure" : "groups.delete")}
      </Button>
      {sure && (
        <Text size="xs" c="dimmed" maw={180}>
          {t(kind === "teams" ? "groups.deleteHint" : "groups.deleteHintDepartment")}
        </Text>
      )}
    </Stack>
  );
}
