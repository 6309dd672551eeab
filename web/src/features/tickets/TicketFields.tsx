import { Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { ContactSelect } from "@/components/ContactSelect";
import { DraftBack } from "@/components/DraftBack";
import { useNewDraft } from "@/components/drafts";
import { FormActions } from "@/components/FormActions";
import { tellDone, useFieldProblems } from "@/components/problem";
import { useBase } from "@/components/rebase";
import { AssigneeSelect } from "./AssigneeSelect";
import { PRIORITIES, STATUSES, type Ticket, useSaveTicket } from "./tickets";

interface Props {
  customer: Pick<Customer, "id" | "contacts">;
  /** Null: a new one. */
  ticket: Ticket | null;
  onDone: () => void;
}

/** What is known of a ticket, to fill in or to change. */
export function TicketFields({ customer, ticket, onDone }: Props) {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const save = useSaveTicket(customer.id);
  const star = customer.contacts.find((one) => one.is_primary);
  const valuesOf = (one: Ticket | null) => ({
    subject: one?.subject ?? "",
    description: one?.description ?? "",
    contact: one ? (one.contact?.id ?? null) : (star?.id ?? null),
    status: one?.status ?? "open",
    priority: one?.priority ?? "normal",
    assignee: one?.assignee?.id ?? null,
  });
  const draft = useNewDraft(ticket ? null : `ticket/${customer.id}`, valuesOf(ticket));
  const form = useForm({
    initialValues: draft.initialValues,
    onValuesChange: draft.onValuesChange,
    validate: { subject: (value) => (value.trim() ? null : t("codes.fields.missing")) },
  });
  const base = useBase(ticket, valuesOf, form, save);
  const fixed = ticket !== null && !ticket.can_edit;
  const submit = form.onSubmit((values) => {
    const sent = {
      subject: values.subject.trim(),
      description: values.description.trim() || null,
      contact_id: values.contact,
      priority: values.priority,
      assignee_id: values.assignee,
    };
    const saving = save.mutateAsync(
      {
        id: ticket?.id ?? null,
        form: base.record ? { ...sent, status: values.status, version: base.record.version } : sent,
      },
      {
        onSuccess: (saved) => {
          tellDone(t(ticket ? "tickets.saved" : "tickets.added", { number: saved.number }));
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
          label={t("tickets.subject")}
          withAsterisk
          maxLength={300}
          data-autofocus
          readOnly={fixed}
          {...form.getInputProps("subject")}
        />
        <Textarea
          label={t("tickets.description")}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={10_000}
          readOnly={fixed}
          {...form.getInputProps("description")}
        />
        <ContactSelect
          contacts={customer.contacts}
          value={form.values.contact}
          onChange={(contact) => form.setFieldValue("contact", contact)}
          disabled={fixed}
        />
        {ticket && (
          <Select
            label={t("tickets.status")}
            allowDeselect={false}
            disabled={fixed}
            data={STATUSES.map((one) => ({ value: one, label: t(`tickets.statuses.${one}`) }))}
            {...form.getInputProps("status")}
          />
        )}
        <Select
          label={t("tickets.priority")}
          allowDeselect={false}
          disabled={fixed}
          data={PRIORITIES.map((one) => ({ value: one, label: t(`tickets.priorities.${one}`) }))}
          {...form.getInputProps("priority")}
        />
        <AssigneeSelect
          customerId={customer.id}
          current={ticket?.assignee ?? null}
          value={form.values.assignee}
          onChange={(assignee) => form.setFieldValue("assignee", assignee)}
          disabled={fixed}
        />
        <FormActions
          submit={t(ticket ? "common.save" : "tickets.add")}
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
