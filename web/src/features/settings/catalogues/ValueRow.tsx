import { ActionIcon, Alert, Button, Group, Select, Switch, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconCheck, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import type { ListedValue } from "@/api/types";
import { useProblem } from "@/components/problem";
import classes from "../settings.module.css";
import { useChangeValue, useDeleteValue } from "./catalogues";

export type ValueMark = "makesCustomer" | "renews";
const FIELDS = { makesCustomer: "makes_customer", renews: "renews" } as const;

interface Props {
  value: ListedValue;
  at: number;
  all: ListedValue[];
  /** What can be said of it besides its name. */
  mark: ValueMark | undefined;
}

/** One value: renamed by typing and leaving the field, moved, deleted; saved each time. */
export function ValueRow({ value, at, all, mark }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const change = useChangeValue(value.id);
  const drop = useDeleteValue(value.id);
  // Null: as it is stored; somebody else may have renamed it meanwhile.
  const [typed, setTyped] = useState<string | null>(null);
  const inUse = drop.error instanceof ApiError && drop.error.code === "catalogue.in_use";
  const save = (): void => {
    const wanted = typed?.trim();
    if (!wanted || wanted === value.label) setTyped(null);
    else change.mutate({ label: wanted }, { onSuccess: () => setTyped(null) });
  };
  return (
    <li>
      <div className={classes.value}>
        <TextInput
          aria-label={t("settings.catalogues.value", { n: at + 1 })}
          maxLength={200}
          value={typed ?? value.label}
          error={
            change.isError
              ? problem(change.error)
              : drop.isError && !inUse
                ? problem(drop.error)
                : null
          }
          rightSection={
            change.isSuccess && typed === null ? (
              <IconCheck size={15} color="var(--ok)" aria-label={t("settings.saved")} />
            ) : null
          }
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key === "Enter") save();
            if (event.key === "Escape") setTyped(null);
          }}
        />
        {mark && (
          <Switch
            size="xs"
            className={classes.mark}
            label={t(`settings.catalogues.${mark}`)}
            aria-label={t(`settings.catalogues.${mark}Of`, { label: value.label })}
            checked={value[FIELDS[mark]]}
            disabled={change.isPending}
            onChange={(event) => change.mutate({ [FIELDS[mark]]: event.currentTarget.checked })}
          />
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("settings.catalogues.up", { label: value.label })}
          disabled={at === 0}
          onClick={() => change.mutate({ position: at - 1 })}
        >
          <IconArrowUp size={16} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("settings.catalogues.down", { label: value.label })}
          disabled={at === all.length - 1}
          onClick={() => change.mutate({ position: at + 1 })}
        >
          <IconArrowDown size={16} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("settings.catalogues.remove", { label: value.label })}
          loading={drop.isPending}
          onClick={() => drop.mutate(null)}
        >
          <IconX size={16} aria-hidden="true" />
        </ActionIcon>
      </div>
      {inUse && drop.error instanceof ApiError && (
        <Replace
          label={value.label}
          count={Number(drop.error.params.count)}
          others={all.filter((one) => one.id !== value.id)}
          onCancel={() => drop.reset()}
          onReplace={(heir) => drop.mutate(heir)}
        />
      )}
    </li>
  );
}

interface ReplaceProps {
  label: string;
  count: number;
  others: ListedValue[];
  onCancel: () => void;
  onReplace: (heir: number) => void;
}

/** The value is used: the records that have it need another one first. */
function Replace({ label, count, others, onCancel, onReplace }: ReplaceProps) {
  const { t } = useTranslation();
  const [heir, setHeir] = useState<string | null>(null);
  return (
    <Alert color="yellow" role="alert" className={classes.replace}>
      {t("settings.catalogues.inUse", { label, count })}
      {others.length === 0 ? (
        <p>{t("settings.catalogues.noHeir")}</p>
      ) : (
        <Group mt="xs" gap="xs" align="end">
          <Select
            label={t("settings.catalogues.heir")}
            searchable
            data={others.map((one) => ({ value: String(one.id), label: one.label }))}
            value={heir}
            onChange={setHeir}
          />
          <Button color="red" disabled={heir === null} onClick={() => onReplace(Number(heir))}>
            {t("settings.catalogues.replace")}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t("common.cancel")}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
