import { Button, MultiSelect, Radio, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import { FormError } from "@/components/FormError";
import { counted } from "@/components/format";
import { peopleQuery } from "@/features/contacts/customers";
import { asBody, type BulkJob, type Selection, useStart } from "./bulk";

const OWNERS = ["keep", "person", "team", "nobody"] as const;
const MODES = ["add", "remove", "replace"] as const;

interface Props {
  selection: Selection;
  count: number;
  shown: string;
  onStarted: (job: BulkJob) => void;
}

/** Who gets the customers: one person, a team in turn, nobody; and who supports them. */
export function AssignPanel({ selection, shown, onStarted }: Props) {
  const { t } = useTranslation();
  const people = useQuery(peopleQuery);
  const teams = useQuery({
    queryKey: ["teams"],
    queryFn: ({ signal }) =>
      get<{ rows: { id: number; name: string }[] }>("/teams", undefined, signal),
    retry: false,
  });
  const [to, setTo] = useState<(typeof OWNERS)[number]>("person");
  const [person, setPerson] = useState<string | null>(null);
  const [team, setTeam] = useState<string | null>(null);
  const [mode, setMode] = useState<(typeof MODES)[number]>("add");
  const [supporters, setSupporters] = useState<string[]>([]);
  const start = useStart();
  const names = (people.data?.rows ?? []).map((one) => ({
    value: String(one.id),
    label: one.extension ? `${one.name} (${one.extension})` : one.name,
  }));
  const assignment: Record<string, unknown> = {};
  if (to === "person" && person !== null) assignment.owner_id = Number(person);
  if (to === "nobody") assignment.owner_id = null;
  if (to === "team" && team !== null) assignment.team_id = Number(team);
  if (supporters.length > 0 || mode === "replace") {
    assignment.supporter_ids = supporters.map(Number);
    assignment.supporter_mode = mode;
  }
  const unready =
    (to === "person" && person === null) ||
    (to === "team" && team === null) ||
    Object.keys(assignment).length === 0;
  const search = { searchable: true, nothingFoundMessage: t("shell.nothingFound") };
  return (
    <Stack gap="sm">
      <Text size="sm">{t("bulk.assignHint", counted(shown))}</Text>
      <Radio.Group
        label={t("contacts.owner")}
        value={to}
        onChange={(value) => setTo(OWNERS.find((one) => one === value) ?? "keep")}
      >
        <Stack gap={6} mt={4}>
          {OWNERS.filter((one) => one !== "team" || teams.data).map((one) => (
            <Radio key={one} value={one} label={t(`bulk.owner.${one}`)} />
          ))}
        </Stack>
      </Radio.Group>
      {to === "person" && (
        <Select
          {...search}
          label={t("bulk.newOwner")}
          placeholder={t("bulk.choosePerson")}
          data={names}
          value={person}
          onChange={setPerson}
        />
      )}
      {to === "team" && (
        <Select
          {...search}
          label={t("bulk.team")}
          description={t("bulk.teamHint")}
          data={(teams.data?.rows ?? []).map((one) => ({ value: String(one.id), label: one.name }))}
          value={team}
          onChange={setTeam}
        />
      )}
      <Select
        label={t("contacts.supporters")}
        data={MODES.map((one) => ({ value: one as string, label: t(`bulk.mode.${one}`) }))}
        value={mode}
        onChange={(value) => setMode(MODES.find((one) => one === value) ?? "add")}
      />
      <MultiSelect
        {...search}
        size="sm"
        aria-label={t("bulk.supporterNames")}
        placeholder={supporters.length === 0 ? t("bulk.choosePeople") : ""}
        data={names}
        value={supporters}
        onChange={setSupporters}
      />
      <FormError error={start.error} />
      <Button
        disabled={unready}
        title={unready ? t("bulk.chooseWho") : undefined}
        loading={start.isPending}
        onClick={() =>
          start.mutate(
            {
              path: "/customers/bulk/assign",
              body: { selection: asBody(selection), assignment },
            },
            { onSuccess: onStarted },
          )
        }
      >
        {t("bulk.assignSend", counted(shown))}
      </Button>
    </Stack>
  );
}
