import { Button, Text } from "@mantine/core";
import { IconArrowMerge } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer, MergeList } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import { isLost, tellDone, useTellProblem } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { useFieldLabel } from "@/features/contacts/fields";
import { useMay } from "@/features/session/session";
import classes from "./duplicates.module.css";
import { useMerges, useUndoMerge } from "./merging";

export const useMergeCount = (customer: Customer): number | undefined =>
  useMerges(customer.id).data?.rows.length;

/** What was merged into a customer, and the way back. */
export function MergesPanel({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useMerges(customer.id);
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <Sheet title={t("duplicates.history")} flush>
      {data?.rows.length === 0 && (
        <Empty
          icon={IconArrowMerge}
          title={t("duplicates.historyNone")}
          hint={t("duplicates.historyNoneHint")}
        />
      )}
      <ol className={classes.history} aria-label={t("duplicates.history")}>
        {data?.rows.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ol>
    </Sheet>
  );
}

function Line({ line }: { line: MergeList["rows"][number] }) {
  const { t } = useTranslation();
  const may = useMay();
  const tell = useTellProblem();
  const labelOf = useFieldLabel();
  const [sure, setSure] = useState(false);
  const undo = useUndoMerge();
  const submit = (): void =>
    undo.mutate(line.id, {
      onSuccess: ({ left }) =>
        tellDone(
          left.length === 0
            ? t("duplicates.undoneNow")
            : t("duplicates.undoneLeft", { fields: left.map(labelOf).join(", ") }),
        ),
      onError: tell,
    });
  return (
    <li>
      <span>{t("duplicates.historyLine", { gone: line.gone.name, kept: line.kept.name })}</span>
      <Text size="xs" c="dimmed">
        {moment(line.at)}
        {line.by && ` · ${line.by.name}`}
      </Text>
      {line.undone_at && (
        <Mark tone="calm">
          {t("duplicates.undone")} {moment(line.undone_at)}
        </Mark>
      )}
      {!line.undone_at && may("customers.merge") && (
        <Button
          ml="auto"
          size="compact-sm"
          variant={sure ? "filled" : "default"}
          color={sure ? "red" : undefined}
          loading={undo.isPending}
          onClick={() => (sure ? submit() : setSure(true))}
        >
          {t(sure ? "duplicates.undoSure" : "duplicates.undo")}
        </Button>
      )}
    </li>
  );
}
