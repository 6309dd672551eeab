import {
  Alert,
  Button,
  NumberInput,
  Select,
  Stack,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { DayField } from "@/components/DayField";
import { DONG } from "@/components/format";
import { useProblem } from "@/components/problem";
import { STAGES, type Stage } from "@/features/opportunities/opportunities";
import { asBody, type BulkJob, type Selection, useStart } from "./bulk";

/** Stands for the customer's name. */
const MARK = "{name}";
const MOST = 1_000_000_000_000_000;

interface Props {
  selection: Selection;
  count: number;
  shown: string;
  onStarted: (job: BulkJob) => void;
}

/** R010: an opportunity with each customer, as the form of one says it. */
export function OpportunitiesPanel({ selection, shown, onStarted }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const start = useStart();
  const form = useForm({
    initialValues: {
      name: MARK,
      value: "" as number | string,
      stage: "open" as Stage,
      expected: "",
      description: "",
    },
    validate: { name: (value) => (value.trim() ? null : t("codes.fields.missing")) },
  });
  const send = form.onSubmit((values) =>
    start.mutate(
      {
        path: "/customers/bulk/opportunities",
        body: {
          selection: asBody(selection),
          opportunity: {
            name: values.name.trim(),
            value: Number(values.value) || 0,
            stage: values.stage,
            expected_on: values.expected || null,
            description: values.description.trim() || null,
          },
        },
      },
      { onSuccess: onStarted },
    ),
  );
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        <Text size="sm">{t("bulk.opportunityHint", { n: shown })}</Text>
        <TextInput
          label={t("bulk.opportunityName")}
          description={t("bulk.opportunityNameHint", { mark: MARK })}
          withAsterisk
          maxLength={300}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <NumberInput
          label={t("opportunities.value")}
          suffix={DONG}
          thousandSeparator="."
          decimalSeparator=","
          allowDecimal={false}
          allowNegative={false}
          max={MOST}
          hideControls
          {...form.getInputProps("value")}
        />
        <Select
          label={t("opportunities.stage")}
          allowDeselect={false}
          data={STAGES.map((one) => ({ value: one, label: t(`opportunities.stages.${one}`) }))}
          {...form.getInputProps("stage")}
        />
        <DayField
          label={t("opportunities.expected")}
          value={form.values.expected}
          onChange={(day) => form.setFieldValue("expected", day)}
        />
        <Textarea
          label={t("opportunities.description")}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          {...form.getInputProps("description")}
        />
        {start.isError && (
          <Alert color="red" role="alert">
            {problem(start.error)}
          </Alert>
        )}
        <Button type="submit" loading={start.isPending}>
          {t("bulk.opportunitySend", { n: shown })}
        </Button>
      </Stack>
    </form>
  );
}
