import { Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { FormActions } from "@/components/FormActions";
import { tellDone, useFieldProblems } from "@/components/problem";
import { useBase } from "@/components/rebase";
import { type Paper, useChangePaper } from "./commerce";
import { isMoney, type Status } from "./kinds";
import { Moves } from "./Moves";
import { PaperInputs } from "./PaperInputs";
import { usePaperRules } from "./paperRules";
import { asPaper, differ, type PaperValues, readPaper } from "./paperValues";

interface Props {
  paper: Paper;
  customer: Pick<Customer, "id" | "contacts">;
  /** The user may not change it at all. */
  off: boolean;
  onDone: () => void;
  /** It has another status now; the panel stays. */
  onMoved: () => void;
}

/** What a document says and what may become of it, changed as far as its status lets. */
export function EditPaper({ paper, customer, off, onDone, onMoved }: Props) {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const change = useChangePaper(paper);
  const closed = off || paper.status === "cancelled";
  const fixed = closed || !paper.is_open;
  const form = useForm<PaperValues>({
    initialValues: readPaper(paper),
    validate: usePaperRules(paper.kind),
  });
  const base = useBase(paper, readPaper, form, change);
  /** What was typed goes with a move, too. */
  const send = (values: PaperValues, status?: Status): void => {
    const before = asPaper(paper.kind, readPaper(base.record));
    const changed = differ(before, asPaper(paper.kind, values));
    change.mutate(
      { ...changed, ...(status ? { status } : {}), version: base.record.version },
      {
        onSuccess: ({ number }) => {
          if (status) {
            tellDone(t("commerce.moved", { number, status: t(`commerce.statuses.${status}`) }));
            onMoved();
          } else {
            tellDone(t("commerce.saved", { number }));
            onDone();
          }
        },
        onError: (error) => form.setErrors(fieldProblems(error)),
      },
    );
  };
  const why =
    paper.status === "cancelled"
      ? "commerce.closedCancelled"
      : isMoney(paper.kind)
        ? "commerce.closedMoney"
        : "commerce.closed";
  return (
    <form onSubmit={form.onSubmit((values) => send(values))} noValidate>
      <Stack gap="sm">
        {!off && (
          <Moves
            kind={paper.kind}
            status={paper.status}
            moves={paper.moves}
            pending={change.isPending ? (change.variables.status ?? null) : undefined}
            onMove={(status) => form.onSubmit((values) => send(values, status))()}
          />
        )}
        {fixed && !off && (
          <Text size="sm" c="dimmed">
            {t(why, { status: t(`commerce.statuses.${paper.status}`) })}
          </Text>
        )}
        <PaperInputs
          kind={paper.kind}
          customer={customer}
          form={form}
          id={paper.id}
          fixed={fixed}
          closed={closed}
        />
        <FormActions
          submit={t("common.save")}
          pending={change.isPending && !change.variables.status}
          disabled={closed}
          onCancel={onDone}
          error={change.error}
          onTakeNew={base.takeNew}
          sticky
        />
      </Stack>
    </form>
  );
}
