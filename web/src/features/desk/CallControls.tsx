import { Button, Group, Popover, Select, Stack } from "@mantine/core";
import { IconPhoneOff, IconPhoneOutgoing } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { post } from "@/api/client";
import type { CallCard } from "@/api/types";
import { tellDone, useTellProblem } from "@/components/problem";
import { isOver } from "@/features/calls/calls";
import { peopleQuery } from "@/features/contacts/customers";
import { useUser } from "@/features/session/session";

/** Hang up and transfer, as long as there is something to hang up. */
export function CallControls({ call }: { call: CallCard }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const hangUp = useMutation({
    mutationFn: () => post<unknown>(`/calls/${call.id}/hangup`),
    onError: tell,
  });
  if (isOver(call)) return null;
  const ringing = call.state === "ringing" && call.direction === "inbound";
  return (
    <Group gap="xs">
      {call.state === "talking" && <TransferButton call={call} />}
      <Button
        color="red"
        size="sm"
        leftSection={<IconPhoneOff size={16} aria-hidden="true" />}
        loading={hangUp.isPending}
        onClick={() => hangUp.mutate()}
      >
        {t(ringing ? "desk.reject" : "desk.hangUp")}
      </Button>
    </Group>
  );
}

function TransferButton({ call }: { call: CallCard }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const me = useUser();
  const [opened, setOpened] = useState(false);
  const [extension, setExtension] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const people = useQuery({ ...peopleQuery, enabled: opened });
  const transfer = useMutation({
    mutationFn: (to: string) => post<unknown>(`/calls/${call.id}/transfer`, { extension: to }),
    onSuccess: (_answer, to) => {
      setOpened(false);
      tellDone(t("desk.transferred", { extension: to }));
    },
    onError: tell,
  });
  const known = (people.data?.rows ?? []).filter(
    (person) => person.extension && person.id !== me.id,
  );
  const options = known.map((person) => ({
    value: person.extension ?? "",
    label: `${person.extension} · ${person.name}`,
  }));
  // A phone that belongs to nobody can be reached too: the digits typed are offered as they are.
  if (/^\d{2,8}$/.test(typed) && !options.some((option) => option.value === typed)) {
    options.unshift({ value: typed, label: typed });
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (extension) transfer.mutate(extension);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconPhoneOutgoing size={16} aria-hidden="true" />}
          onClick={() => setOpened((now) => !now)}
        >
          {t("desk.transfer")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={submit}>
          <Stack gap="xs" w={260}>
            <Select
              label={t("desk.transferTo")}
              searchable
              comboboxProps={{ withinPortal: false }}
              nothingFoundMessage={t("desk.extensionHint")}
              data={options}
              searchValue={typed}
              onSearchChange={setTyped}
              value={extension}
              onChange={setExtension}
            />
            <Button type="submit" disabled={!extension} loading={transfer.isPending}>
              {t("desk.transfer")}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
