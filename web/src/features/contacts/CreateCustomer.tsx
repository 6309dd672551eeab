import { Checkbox, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { FormActions } from "@/components/FormActions";
import { useReachesOthers, useUser } from "@/features/session/session";
import { useCreateCustomer } from "./customers";
import { useFields } from "./fields";
import { CustomerFields } from "./form/CustomerFields";
import { DraftNotice, FormTrouble } from "./form/FormTrouble";
import { PeopleFields } from "./form/PeopleFields";
import { findMissing, findUnreadable } from "./form/required";
import { useFormDraft } from "./form/useFormDraft";
import { useFormErrors } from "./form/useFormErrors";
import {
  type CustomerValues,
  customerValues,
  type FormValues,
  freshLines,
  personValues,
  shownOf,
  toCreate,
} from "./form/values";

interface Props {
  onCreated: (customer: Customer) => void;
  onCancel: () => void;
  kind?: Customer["kind"];
  /** What the form begins with: a relationship, say (R038). */
  given?: Partial<CustomerValues>;
  /** The number of the call that the customer is made of. */
  phone?: string;
}

/** R002–R006, R009, R020, R021: a customer with its people; one of the two names is enough. */
export function CreateCustomer({ onCreated, onCancel, kind = "person", given, phone }: Props) {
  const { t } = useTranslation();
  const user = useUser();
  const fields = useFields();
  const formErrors = useFormErrors();
  const create = useCreateCustomer();
  // Whoever only looks after their own is the owner of what they create (R009).
  const withOwner = useReachesOthers()("customers.assign");
  const draft = useFormDraft<FormValues>(`customer/new/${phone ?? kind}`);
  const [drafted, setDrafted] = useState(draft.kept !== null);
  const fresh = (): FormValues => ({
    customer: customerValues(undefined, { kind, owner_id: user.id, ...given }),
    people: [personValues(undefined, phone)],
    create_opportunity: false,
  });
  const unnamed = (of: Customer["kind"]): string =>
    t(of === "person" ? "codes.fields.missing" : "contacts.oneNameNeeded");
  const form = useForm<FormValues>({
    initialValues: draft.kept
      ? { ...draft.kept, people: draft.kept.people.map(freshLines) }
      : fresh(),
    onValuesChange: (values) => draft.keep(values),
    validate: (typed) => {
      const values = shownOf(typed);
      const missing = findMissing(fields, values).map((path) => [path, t("codes.fields.missing")]);
      const isNamed = values.customer.name.trim() || values.people[0]?.name.trim();
      return Object.fromEntries([
        ...missing,
        ...findUnreadable(values).map((path) => [path, t("common.dayWrong")]),
        ...(isNamed ? [] : [["people.0.name", unnamed(values.customer.kind)]]),
      ]);
    },
  });
  const send = (confirmed: boolean): void => {
    const saving = create.mutateAsync(
      { ...toCreate(form.getValues(), withOwner), confirm_duplicates: confirmed },
      { onSuccess: onCreated, onError: (error) => form.setErrors(formErrors(error)) },
    );
    // What was made is no draft any more, also when the panel was left before the answer came.
    saving.then(draft.forget, () => {});
  };
  const { customer } = form.values;
  return (
    <form onSubmit={form.onSubmit(() => send(false))} noValidate>
      <Stack gap="md">
        {drafted && (
          <DraftNotice
            onDrop={() => {
              form.setValues(fresh());
              setDrafted(false);
            }}
          />
        )}
        <SegmentedControl
          size="xs"
          aria-label={t("contacts.kind")}
          data={[
            { value: "person", label: t("contacts.kinds.person") },
            { value: "organisation", label: t("contacts.kinds.organisation") },
          ]}
          {...form.getInputProps("customer.kind")}
        />
        {customer.kind === "organisation" && (
          <TextInput
            label={t("contacts.organisationName")}
            maxLength={300}
            data-autofocus
            {...form.getInputProps("customer.name")}
          />
        )}
        <PeopleFields form={form} />
        <CustomerFields form={form} withOwner={withOwner} full={false} />
        <Checkbox
          label={t("contacts.form.createOpportunity")}
          {...form.getInputProps("create_opportunity", { type: "checkbox" })}
        />
        <FormTrouble error={create.error} pending={create.isPending} onConfirm={() => send(true)} />
        <FormActions
          sticky
          submit={t("contacts.create")}
          pending={create.isPending}
          onCancel={() => {
            draft.forget();
            onCancel();
          }}
        />
      </Stack>
    </form>
  );
}
