import { Alert, Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Contact, ContactForm } from "@/api/types";
import { useFieldProblems, useProblem, useTellProblem } from "@/components/problem";
import { useDeleteContact, useSaveContact } from "./customers";
import { PhonesField, phoneLine, phonesToSend } from "./PhonesField";

interface Props {
  customerId: number;
  contact: Contact | null;
  onDone: () => void;
}

/** Add a contact to a customer, or change one. */
export function ContactPanel({ customerId, contact, onDone }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const fieldProblems = useFieldProblems();
  const save = useSaveContact(customerId);
  const form = useForm({
    initialValues: {
      name: contact?.name ?? "",
      title: contact?.title ?? "",
      email: contact?.email ?? "",
      address: contact?.address ?? "",
      description: contact?.description ?? "",
      phones: contact?.phones.length ? contact.phones.map(phoneLine) : [phoneLine()],
    },
    validate: { name: (value) => (value.trim() ? null : t("codes.fields.missing")) },
  });
  const submit = form.onSubmit((values) => {
    const wanted: ContactForm = {
      name: values.name.trim(),
      title: values.title.trim() || null,
      email: values.email.trim() || null,
      address: values.address.trim() || null,
      description: values.description.trim() || null,
      phones: phonesToSend(values.phones).map(({ id, typed, label, is_primary }) => ({
        id: id ?? null,
        typed,
        label: label ?? null,
        is_primary,
      })),
    };
    save.mutate(
      { id: contact?.id ?? null, form: wanted },
      { onSuccess: onDone, onError: (error) => form.setErrors(fieldProblems(error)) },
    );
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {save.isError && (
          <Alert color="red" role="alert">
            {problem(save.error)}
          </Alert>
        )}
        <TextInput
          label={t("contacts.name")}
          withAsterisk
          maxLength={300}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <PhonesField
          value={form.values.phones}
          onChange={(phones) => form.setFieldValue("phones", phones)}
        />
        <TextInput label={t("contacts.jobTitle")} {...form.getInputProps("title")} />
        <TextInput label={t("contacts.email")} type="email" {...form.getInputProps("email")} />
        <TextInput label={t("contacts.address")} {...form.getInputProps("address")} />
        <Textarea
          label={t("contacts.description")}
          autosize
          minRows={2}
          {...form.getInputProps("description")}
        />
        <Group justify="space-between">
          {contact ? <DeleteContact contact={contact} onDone={onDone} /> : <span />}
          <Group gap="xs">
            <Button variant="default" onClick={onDone}>
              {t("common.cancelForm")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t("common.save")}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
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
