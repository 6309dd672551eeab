import { NumberInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { ContactSelect } from "@/components/ContactSelect";
import { DayField } from "@/components/DayField";
import { FormActions } from "@/components/FormActions";
import { DONG } from "@/components/format";
import { UNREADABLE } from "@/components/moments";
import { tellDone, useFieldProblems } from "@/components/problem";
import { type Opportunity, STAGES, type Stage, useSaveOpportunity } from "./opportunities";

interface Props {
  customer: Pick<Customer, "id" | "contacts">;
  /** Null: a new one. */
  opportunity: Opportunity | null;
  onDone: () => void;
}

const MOST = 1_000_000_000_000_000;

/** What is known of an opportunity, to fill in or to change. */
export function OpportunityFields({ customer, opportunity, onDone }: Props) {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const save = useSaveOpportunity(customer.id);
  const star = customer.contacts.find((one) => one.is_primary);
  const form = useForm({
    initialValues: {
      name: opportunity?.name ?? "",
      contact: opportunity ? (opportunity.contact?.id ?? null) : (star?.id ?? null),
      value: (opportunity?.value ?? "") as number | string,
      stage: (opportunity?.stage ?? "open") as Stage,
      expected: opportunity?.expected_on ?? "",
      description: opportunity?.description ?? "",
    },
    validate: {
      name: (value) => (value.trim() ? null : t("codes.fields.missing")),
      expected: (value) => (value === UNREADABLE ? t("common.dayWrong") : null),
    },
  });
  const fixed = opportunity !== null && !opportunity.can_edit;
  const submit = form.onSubmit((values) => {
    const sent = {
      name: values.name.trim(),
      contact_id: values.contact,
      value: Number(values.value) || 0,
      stage: values.stage,
      expected_on: values.expected || null,
      description: values.description.trim() || null,
    };
    save.mutate(
      {
        id: opportunity?.id ?? null,
        form: opportunity ? { ...sent, version: opportunity.version } : sent,
      },
      {
        onSuccess: () => {
          tellDone(t(opportunity ? "opportunities.saved" : "opportunities.added"));
          onDone();
        },
        onError: (error) => form.setErrors(fieldProblems(error)),
      },
    );
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t("opportunities.name")}
          withAsterisk
          maxLength={300}
          data-autofocus
          readOnly={fixed}
          {...form.getInputProps("name")}
        />
        <ContactSelect
          contacts={customer.contacts}
          value={form.values.contact}
          onChange={(contact) => form.setFieldValue("contact", contact)}
          disabled={fixed}
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
          readOnly={fixed}
          {...form.getInputProps("value")}
        />
        <Select
          label={t("opportunities.stage")}
          allowDeselect={false}
          disabled={fixed}
          data={STAGES.map((one) => ({ value: one, label: t(`opportunities.stages.${one}`) }))}
          {...form.getInputProps("stage")}
        />
        <DayField
          label={t("opportunities.expected")}
          readOnly={fixed}
          value={form.values.expected}
          onChange={(day) => form.setFieldValue("expected", day)}
          error={form.errors.expected ?? form.errors.expected_on}
        />
        <Textarea
          label={t("opportunities.description")}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          readOnly={fixed}
          {...form.getInputProps("description")}
        />
        <FormActions
          submit={t(opportunity ? "common.save" : "opportunities.add")}
          pending={save.isPending}
          disabled={fixed}
          onCancel={onDone}
          error={save.error}
        />
      </Stack>
    </form>
  );
}
