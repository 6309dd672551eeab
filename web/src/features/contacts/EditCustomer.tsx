import {
  Alert,
  Button,
  Group,
  SegmentedControl,
  Select,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { useFieldProblems, useProblem } from "@/components/problem";
import { useChangeCustomer } from "./customers";
import { OwnerSelect } from "./OwnerSelect";

const STAGES = ["lead", "contact", "customer"] as const;

/** Change a customer; if somebody else was faster the server says so, and nothing is lost. */
export function EditCustomer({ customer, onDone }: { customer: Customer; onDone: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const fieldProblems = useFieldProblems();
  const change = useChangeCustomer(customer.id);
  const form = useForm({
    initialValues: {
      kind: customer.kind,
      name: customer.name,
      code: customer.code,
      stage: customer.stage,
      owner_id: customer.owner?.id ?? null,
      address: customer.address ?? "",
      email: customer.email ?? "",
      website: customer.website ?? "",
      description: customer.description ?? "",
    },
    validate: {
      name: (value) => (value.trim() ? null : t("codes.fields.missing")),
      code: (value) => (value.trim() ? null : t("codes.fields.missing")),
    },
  });
  const submit = form.onSubmit((values) => {
    const { owner_id, ...rest } = values;
    change.mutate(
      {
        version: customer.version,
        ...rest,
        // Sent only when it was changed: not everybody may.
        ...(owner_id === (customer.owner?.id ?? null) ? {} : { owner_id }),
        address: values.address.trim() || null,
        email: values.email.trim() || null,
        website: values.website.trim() || null,
        description: values.description.trim() || null,
      },
      { onSuccess: onDone, onError: (error) => form.setErrors(fieldProblems(error)) },
    );
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {change.isError && (
          <Alert color="red" role="alert">
            {problem(change.error)}
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
        <TextInput
          label={t("contacts.customerName")}
          withAsterisk
          maxLength={300}
          {...form.getInputProps("name")}
        />
        <TextInput
          label={t("contacts.code")}
          withAsterisk
          maxLength={40}
          {...form.getInputProps("code")}
        />
        <Select
          label={t("contacts.stage")}
          data={STAGES.map((one) => ({ value: one, label: t(`contacts.stages.${one}`) }))}
          {...form.getInputProps("stage")}
        />
        <OwnerSelect
          value={form.values.owner_id}
          onChange={(owner) => form.setFieldValue("owner_id", owner)}
        />
        <TextInput label={t("contacts.address")} {...form.getInputProps("address")} />
        <TextInput label={t("contacts.email")} type="email" {...form.getInputProps("email")} />
        <TextInput label={t("contacts.website")} {...form.getInputProps("website")} />
        <Textarea
          label={t("contacts.description")}
          autosize
          minRows={2}
          {...form.getInputProps("description")}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("common.cancelForm")}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t("common.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
