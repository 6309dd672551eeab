import { Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { ContactSelect } from "@/components/ContactSelect";
import { DraftBack } from "@/components/DraftBack";
import { useNewDraft } from "@/components/drafts";
import { FormActions } from "@/components/FormActions";
import { tellDone, useFieldProblems } from "@/components/problem";
import { useBase } from "@/components/rebase";
import {
  asOpportunity,
  OpportunityInputs,
  type OpportunityValues,
  opportunityRules,
} from "./OpportunityInputs";
import { type Opportunity, useSaveOpportunity } from "./opportunities";

interface Props {
  customer: Pick<Customer, "id" | "contacts">;
  /** Null: a new one. */
  opportunity: Opportunity | null;
  onDone: () => void;
}

/** What is known of an opportunity, to fill in or to change. */
export function OpportunityFields({ customer, opportunity, onDone }: Props) {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const save = useSaveOpportunity(customer.id);
  const star = customer.contacts.find((one) => one.is_primary);
  const valuesOf = (one: Opportunity | null): OpportunityValues => ({
    name: one?.name ?? "",
    contact: one ? (one.contact?.id ?? null) : (star?.id ?? null),
    value: one?.value || "", // empty, rather than zero
    stage: one?.stage ?? "open",
    expected: one?.expected_on ?? "",
    description: one?.description ?? "",
  });
  const draft = useNewDraft(
    opportunity ? null : `opportunity/${customer.id}`,
    valuesOf(opportunity),
  );
  const form = useForm<OpportunityValues>({
    initialValues: draft.initialValues,
    onValuesChange: draft.onValuesChange,
    validate: opportunityRules(t),
  });
  const base = useBase(opportunity, valuesOf, form, save);
  const fixed = opportunity !== null && !opportunity.can_edit;
  const submit = form.onSubmit((values) => {
    const sent = { ...asOpportunity(values), contact_id: values.contact };
    const saving = save.mutateAsync(
      {
        id: opportunity?.id ?? null,
        form: base.record ? { ...sent, version: base.record.version } : sent,
      },
      {
        onSuccess: () => {
          tellDone(t(opportunity ? "opportunities.saved" : "opportunities.added"));
          onDone();
        },
        onError: (error) => form.setErrors(fieldProblems(error)),
      },
    );
    draft.dropAfter(saving);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <DraftBack draft={draft} />
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
        <OpportunityInputs form={form} fixed={fixed} />
        <FormActions
          submit={t(opportunity ? "common.save" : "opportunities.add")}
          pending={save.isPending}
          disabled={fixed}
          onCancel={() => {
            draft.drop();
            onDone();
          }}
          error={save.error}
          onTakeNew={base.takeNew}
        />
      </Stack>
    </form>
  );
}
