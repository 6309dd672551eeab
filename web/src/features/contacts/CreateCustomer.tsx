import { Alert, Button, Group, SegmentedControl, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { useFieldProblems, useProblem } from "@/components/problem";
import { useUser } from "@/features/session/session";
import { useCreateCustomer } from "./customers";
import { OwnerSelect } from "./OwnerSelect";
import { PhonesField, phoneLine, phonesToSend } from "./PhonesField";

interface Props {
  onCreated: (customer: Customer) => void;
  onCancel: () => void;
  kind?: Customer["kind"];
  /** The number of the call that the customer is made of. */
  phone?: string;
}

/** R002–R006, R009: a customer with a first contact; one of the two names is enough. */
export function CreateCustomer({ onCreated, onCancel, phone, kind = "person" }: Props) {
  const { t } = useTranslation();
  const user = useUser();
  const problem = useProblem();
  const fieldProblems = useFieldProblems();
  const create = useCreateCustomer();
  const form = useForm({
    initialValues: {
      kind: kind as Customer["kind"],
      name: "",
      contact: "",
      title: "",
      email: "",
      address: "",
      code: "",
      owner: null as number | null,
      phones: [phoneLine(phone ? { typed: phone, is_primary: true } : {})],
    },
    validate: {
      contact: (value, values) =>
        value.trim() || values.name.trim() ? null : t("contacts.oneNameNeeded"),
    },
  });
  const submit = form.onSubmit((values) => {
    const phones = phonesToSend(values.phones);
    const name = values.name.trim() || null;
    // Numbers are the contact's: without a contact name the customer's name stands for it.
    const contactName = values.contact.trim() || (phones.length > 0 ? name : null);
    create.mutate(
      {
        kind: values.kind,
        name,
        code: values.code.trim() || null,
        owner_id: values.owner,
        contact: contactName
          ? {
              name: contactName,
              title: values.title.trim() || null,
              email: values.email.trim() || null,
              address: values.address.trim() || null,
              phones: phones.map(({ typed, label, is_primary }) => ({
                typed,
                label: label ?? null,
                is_primary,
              })),
            }
          : null,
      },
      { onSuccess: onCreated, onError: (error) => form.setErrors(fieldProblems(error)) },
    );
  });
  const organisation = form.values.kind === "organisation";
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {create.isError && (
          <Alert color="red" role="alert">
            {problem(create.error)}
          </Alert>
        )}
        <SegmentedControl
          size="xs"
          aria-label={t("contacts.kind")}
          data={[
            { value: "person", label: t("contacts.kinds.person") },
            { value: "organisation", label: t("contacts.kinds.organisation") },
          ]}
          {...form.getInputProps("kind")}
        />
        {organisation && (
          <TextInput
            label={t("contacts.organisationName")}
            maxLength={300}
            {...form.getInputProps("name")}
          />
        )}
        <TextInput
          label={t(organisation ? "contacts.contactName" : "contacts.name")}
          maxLength={300}
          data-autofocus
          {...form.getInputProps("contact")}
        />
        <PhonesField
          value={form.values.phones}
          onChange={(phones) => form.setFieldValue("phones", phones)}
        />
        <TextInput label={t("contacts.jobTitle")} {...form.getInputProps("title")} />
        <TextInput label={t("contacts.email")} type="email" {...form.getInputProps("email")} />
        <TextInput label={t("contacts.address")} {...form.getInputProps("address")} />
        <TextInput
          label={t("contacts.code")}
          description={t("contacts.codeHint")}
          maxLength={40}
          {...form.getInputProps("code")}
        />
        {user.role !== "agent" && (
          <OwnerSelect
            value={form.values.owner}
            onChange={(owner) => form.setFieldValue("owner", owner)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t("common.cancelForm")}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t("contacts.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
