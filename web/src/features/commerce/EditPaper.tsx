import { Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { FormActions } from "@/components/FormActions";
import { tellDone, useFieldProblems } from "@/components/problem";
import { type Paper, useChangePaper } from "./commerce";
import { isMoney } from "./kinds";
import { PaperInputs } from "./PaperInputs";
import { usePaperRules } from "./paperRules";
import { asPaper, differ, type PaperValues, readPaper } from "./paperValues";

interface Props {
  paper: Paper;
  customer: Pick<Customer, "id" | "contacts">;
  /** The user may not change it at all. */
  off: boolean;
  onDone: () => void;
}

/** What a document says, changed as far as its status lets. */
export function EditPaper({ paper, customer, off, onDone }: Props) {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const change = useChangePaper(paper);
  const closed = off || paper.status === "cancelled";
  const fixed = closed || !paper.is_open;
  const form = useForm<PaperValues>({
    initialValues: readPaper(paper),
    validate: usePaperRules(paper.kind),
  });
  const submit = form.onSubmit((values) => {
    const changed = differ(asPaper(paper.kind, readPaper(paper)), asPaper(paper.kind, values));
    change.mutate(
      { ...changed, version: paper.version },
      {
        onSuccess: ({ number }) => {
          tellDone(t("commerce.saved", { number }));
          onDone();
        },
        onError: (error) => form.setErrors(fieldProblems(error)),
      },
    );
  });
  const why =
    paper.status === "cancelled"
      ? "commerce.closedCancelled"
      : isMoney(paper.kind)
        ? "commerce.closedMoney"
        : "commerce.closed";
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
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
          pending={change.isPending}
          disabled={closed}
          onCancel={onDone}
          error={change.error}
          sticky
        />
      </Stack>
    </form>
  );
}
