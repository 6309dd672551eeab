import { Button, Group, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact, Customer } from "@/api/types";
import { FormActions } from "@/components/FormActions";
import { tellDone, useTellProblem } from "@/components/problem";
import { useBase } from "@/components/rebase";
import { useConvert, useDeleteContact, useSaveContact } from "./customers";
import { useFields } from "./fields";
import { DraftNotice, FormTrouble } from "./form/FormTrouble";
import { PersonFields } from "./form/PersonFields";
import { rebasePerson } from "./form/rebasePerson";
import { findMissing } from "./form/required";
import { useFormDraft } from "./form/useFormDraft";
import { useFormErrors } from "./form/useFormErrors";
import {
  customerValues,
  type FormValues,
  freshLines,
  type PersonValues,
  personValues,
  sendPerson,
} from "./form/values";

interface Props {
  customer: Customer;
  contact: Contact | null;
  onDone: () => void;
}

/** What was typed, and the contact that it was typed over. */
interface Draft {
  base: Contact | null;
  mine: PersonValues;
}

/** R005, R051, R055: add a contact to a customer, or change one. */
export function ContactPanel({ customer, contact, onDone }: Props) {
  const { t } = useTranslation();
  const fields = useFields();
  const formErrors = useFormErrors();
  const save = useSaveContact(customer.id);
  const draft = useFormDraft<Draft>(`customer/${customer.id}/person/${contact?.id ?? "new"}`);
  const [drafted, setDrafted] = useState(draft.kept !== null);
  const wrap = (person: PersonValues): FormValues => ({
    customer: customerValues(customer),
    people: [person],
    create_opportunity: false,
  });
  const valuesOf = (one: Contact | null): FormValues => wrap(personValues(one ?? undefined));
  const form = useForm<FormValues>({
    initialValues: draft.kept ? wrap(freshLines(draft.kept.mine)) : valuesOf(contact),
    onValuesChange: ({ people: [mine] }) => mine && draft.keep({ base: base.record, mine }),
    validate: (values) => {
      const missing = findMissing(fields, values).filter((path) => path.startsWith("people."));
      if (!values.people[0]?.name.trim()) missing.push("people.0.name");
      return Object.fromEntries(missing.map((path) => [path, t("codes.fields.missing")]));
    },
  });
  const base = useBase<Contact | null, FormValues>(contact, valuesOf, form, save, {
    ...(draft.kept ? { began: draft.kept.base } : {}),
    rebase: ({ people: [before] }, { people: [mine] }, theirs) => {
      const [person] = theirs.people;
      return before && mine && person ? wrap(rebasePerson(before, mine, person)) : theirs;
    },
  });
  const close = (): void => {
    draft.forget();
    onDone();
  };
  const send = (confirmed: boolean): void => {
    const [person] = form.getValues().people;
    if (!person) return;
    const wanted = sendPerson(person, customer.kind === "person");
    const tellWrong = (error: Error): void => {
      // The server's path is the contact's own here, not that of a customer's first one.
      const told = Object.entries(formErrors(error)).map(([path, text]) => [
        path.replace(/^customer\./, "people.0."),
        text,
      ]);
      form.setErrors(Object.fromEntries(told));
    };
    const saving = save.mutateAsync(
      {
        id: contact?.id ?? null,
        form: {
          ...wanted,
          ...(base.record ? { version: base.record.version } : {}),
          confirm_duplicates: confirmed,
        },
      },
      // Of a panel that was left meanwhile neither is called: another one may be open by now.
      { onSuccess: onDone, onError: tellWrong },
    );
    saving.then(draft.forget, () => {});
  };
  return (
    <form onSubmit={form.onSubmit(() => send(false))} noValidate>
      <Stack gap="md">
        {drafted && (
          <DraftNotice
            onDrop={() => {
              base.begin(contact);
              setDrafted(false);
            }}
          />
        )}
        <PersonFields form={form} at={0} full focus />
        <FormTrouble
          error={save.error}
          pending={save.isPending}
          onConfirm={() => send(true)}
          onTakeNew={base.takeNew}
        />
        <FormActions sticky submit={t("common.save")} pending={save.isPending} onCancel={close}>
          {contact && (
            <Group gap={4}>
              <DeleteContact contact={contact} onDone={close} />
              {customer.kind === "organisation" && (
                <MakeCustomer contact={contact} onDone={close} />
              )}
            </Group>
          )}
        </FormActions>
      </Stack>
    </form>
  );
}

/** R016: somebody of an organisation becomes a customer by themselves, still of that company. */
function MakeCustomer({ contact, onDone }: { contact: Contact; onDone: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const tell = useTellProblem();
  const convert = useConvert(contact.customer_id);
  return (
    <Button
      variant="subtle"
      loading={convert.isPending}
      onClick={() =>
        convert.mutate(
          { contactId: contact.id, own: true },
          {
            onSuccess: (made) => {
              onDone();
              tellDone(t("contacts.converted"));
              void navigate({
                to: "/customers/$customerId",
                params: { customerId: String(made.id) },
              });
            },
            onError: tell,
          },
        )
      }
    >
      {t("contacts.convertOwn")}
    </Button>
  );
}

function DeleteContact({ contact, onDone }: { contact: Contact; onDone: () => void }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const [sure, setSure] = useState(false);
  const drop = useDeleteContact(contact.customer_id);
  return (
    <Button
      variant={sure ? "filled" : "subtle"}
      color="red"
      loading={drop.isPending}
      onClick={() =>
        sure ? drop.mutate(contact.id, { onSuccess: onDone, onError: tell }) : setSure(true)
      }
    >
      {t(sure ? "contacts.deleteSure" : "contacts.deleteContact")}
    </Button>
  );
}
