import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { FormError } from "@/components/FormError";
import { counted } from "@/components/format";
import {
  asOpportunity,
  OpportunityInputs,
  type OpportunityValues,
  opportunityRules,
} from "@/features/opportunities/OpportunityInputs";
import { asBody, type BulkJob, type Selection, useStart } from "./bulk";

/** Stands for the customer's name. */
const MARK = "{name}";

interface Props {
  selection: Selection;
  count: number;
  shown: string;
  onStarted: (job: BulkJob) => void;
}

/** R010: an opportunity with each customer, as the form of one says it. */
export function OpportunitiesPanel({ selection, shown, onStarted }: Props) {
  const { t } = useTranslation();
  const start = useStart();
  const form = useForm<OpportunityValues>({
    initialValues: {
      name: MARK,
      contact: null,
      value: "",
      stage: "open",
      expected: "",
      description: "",
    },
    validate: opportunityRules(t),
  });
  const send = form.onSubmit((values) =>
    start.mutate(
      {
        path: "/customers/bulk/opportunities",
        body: {
          selection: asBody(selection),
          opportunity: asOpportunity(values),
        },
      },
      { onSuccess: onStarted },
    ),
  );
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="sm">
        <Text size="sm">{t("bulk.opportunityHint", counted(shown))}</Text>
        <TextInput
          label={t("bulk.opportunityName")}
          description={t("bulk.opportunityNameHint", { mark: MARK })}
          withAsterisk
          maxLength={300}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <OpportunityInputs form={form} />
        <FormError error={start.error} />
        <Button type="submit" loading={start.isPending}>
          {t("bulk.opportunitySend", counted(shown))}
        </Button>
      </Stack>
    </form>
  );
}
