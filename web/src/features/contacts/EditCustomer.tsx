import { SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import type { Customer } from "@/api/types";
import { FormActions } from "@/components/FormActions";
import { useChangeCustomer } from "./customers";
import { useFields } from "./fields";
import { ConflictNotice } from "./form/ConflictNotice";
import { CustomerFields } from "./form/CustomerFields";
import { DraftNotice, FormTrouble } from "./form/FormTrouble";
import { findMissing, findUnreadable } from "./form/required";
import { useFormDraft } from "./form/useFormDraft";
import { useFormErrors } from "./form/useFormErrors";
import {
  type CustomerValues,
  changedFields,
  customerValues,
  type FormValues,
  rebase,
  toChange,
} from "./form/values";

/** What is being edited: the version and the values that the form began with. */
interface Base {
  version: number;
  values: CustomerValues;
}

interface Draft {
  base: Base;
  mine: CustomerValues;
}

/** Change a customer; if somebody else was faster, both changes are shown and nothing is lost. */
export function EditCustomer({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const { t } = useTranslation();
  const fields = useFields();
  const formErrors = useFormErrors();
  const change = useChangeCustomer(customer.id);
  const fresh = (): Base => ({ version: customer.version, values: customerValues(customer) });
  const draft = useFormDraft<Draft>(`customer/${customer.id}/edit`);
  const [drafted, setDrafted] = useState(draft.kept !== null);
  const [base, setBase] = useState<Base>(() => draft.kept?.base ?? fresh());
  const wrap = (values: CustomerValues): FormValues => ({
    customer: values,
    people: [],
    create_opportunity: false,
  });
  const form = useForm<FormValues>({
    initialValues: wrap(draft.kept?.mine ?? base.values),
    onValuesChange: (values) => draft.keep({ base, mine: values.customer }),
    validate: (values) => {
      const changed = changedFields(base.values, values.customer);
      const missing = [
        ...findMissing(fields, values, changed),
        ...(["name", "code"] as const)
          .filter((name) => !values.customer[name].trim())
          .map((name) => `customer.${name}`),
      ];
      return Object.fromEntries([
        ...missing.map((path) => [path, t("codes.fields.missing")]),
        ...findUnreadable(values).map((path) => [path, t("common.dayWrong")]),
      ]);
    },
  });
  const close = (): void => {
    draft.forget();
    onDone();
  };
  const send = (confirmed: boolean, onto = base): void => {
    const mine = form.getValues().customer;
    if (changedFields(onto.values, mine).length === 0) {
      close();
      return;
    }
    const saving = change.mutateAsync(
      { ...toChange(onto.version, onto.values, mine), confirm_duplicates: confirmed },
      // Of a panel that was left meanwhile neither is called: another one may be open by now.
      { onSuccess: onDone, onError: (error) => form.setErrors(formErrors(error)) },
    );
    saving.then(draft.forget, () => {});
  };
  const theirs = findTheirs(change.error);
  const reapply = (given: ReadonlySet<string>): void => {
    if (!theirs) return;
    const next = { version: theirs.version, values: customerValues(theirs) };
    form.setValues(wrap(rebase(base.values, form.getValues().customer, next.values, given)));
    setBase(next);
    send(false, next);
  };
  return (
    <form onSubmit={form.onSubmit(() => send(false))} noValidate>
      <Stack gap="md">
        {drafted && (
          <DraftNotice
            onDrop={() => {
              const next = fresh();
              setBase(next);
              form.setValues(wrap(next.values));
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
        <TextInput
          label={t("contacts.customerName")}
          withAsterisk
          maxLength={300}
          description={form.values.customer.kind === "person" && t("contacts.nameHint")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          data-autofocus
          {...form.getInputProps("customer.name")}
        />
        <CustomerFields form={form} withOwner={customer.can_assign} full />
        {theirs ? (
          <ConflictNotice
            base={base.values}
            mine={form.values.customer}
            theirs={theirs}
            pending={change.isPending}
            onReapply={reapply}
          />
        ) : (
          <FormTrouble
            error={change.error}
            pending={change.isPending}
            onConfirm={() => send(true)}
          />
        )}
        <FormActions sticky submit={t("common.save")} pending={change.isPending} onCancel={close} />
      </Stack>
    </form>
  );
}

/** The customer as somebody else has left it meanwhile, when that is why it was not saved. */
function findTheirs(error: unknown): Customer | null {
  if (!(error instanceof ApiError) || error.code !== "customer.version_conflict") return null;
  return (error.params.current as Customer | undefined) ?? null;
}
