import { Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, post } from "@/api/client";
import type { components } from "@/api/schema";
import { readDraft, writeDraft } from "@/components/drafts";
import { FormActions } from "@/components/FormActions";
import { tellDone, useFieldProblems } from "@/components/problem";

type Shapes = components["schemas"];

interface Props {
  /** Never asked for: whose row, page or call this is (R181). */
  customer: { id: number; name: string };
  callId?: string | null | undefined;
  onDone: () => void;
}

/** What shows the stage of a customer. */
const STAGED = (id: number) => [["customer", id], ["customers"], ["contacts"]];

/** What a talk led to: a name, a type, a few words (R180). */
export function TransactionFields({ customer, callId = null, onDone }: Props) {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const client = useQueryClient();
  const types = useTypes();
  const draftKey = `transaction/${customer.id}`;
  const form = useForm({
    initialValues: readTyped(draftKey),
    onValuesChange: (values) => writeDraft(draftKey, JSON.stringify(values)),
    validate: {
      name: (value) => (value.trim() ? null : t("codes.fields.missing")),
      type_id: (value) => (value ? null : t("codes.fields.missing")),
    },
  });
  const add = useMutation({
    mutationFn: (sent: Shapes["TransactionForm"]) =>
      post<Shapes["TransactionView"]>(`/customers/${customer.id}/transactions`, sent),
    onSuccess: async ({ made_customer }) => {
      writeDraft(draftKey, "");
      tellDone(
        made_customer
          ? t("care.transaction.savedAsCustomer", { name: customer.name })
          : t("care.transaction.saved"),
      );
      const old = [
        ["timeline", customer.id],
        ["commerce"],
        ...(made_customer ? STAGED(customer.id) : []),
      ];
      await Promise.all(old.map((queryKey) => client.invalidateQueries({ queryKey })));
    },
    onError: (error) => form.setErrors(fieldProblems(error)),
  });
  const marked = types.some((one) => one.makes_customer && String(one.id) === form.values.type_id);
  const submit = form.onSubmit((values) =>
    add.mutate(
      {
        name: values.name.trim(),
        type_id: Number(values.type_id),
        description: values.description.trim() || null,
        call_id: callId,
      },
      { onSuccess: onDone },
    ),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("care.transaction.after", { name: customer.name })}
        </Text>
        <TextInput
          label={t("care.transaction.name")}
          withAsterisk
          maxLength={300}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <Select
          label={t("care.transaction.type")}
          withAsterisk
          searchable
          nothingFoundMessage={t("care.transaction.noType")}
          data={types.map((one) => ({ value: String(one.id), label: one.label }))}
          description={marked ? t("care.transaction.makesCustomer") : undefined}
          inputWrapperOrder={["label", "input", "description", "error"]}
          {...form.getInputProps("type_id")}
        />
        <Textarea
          label={t("care.transaction.description")}
          autosize
          minRows={3}
          maxLength={10_000}
          {...form.getInputProps("description")}
        />
        <FormActions
          submit={t("care.transaction.add")}
          pending={add.isPending}
          onCancel={onDone}
          error={add.error}
        />
      </Stack>
    </form>
  );
}

interface Typed {
  name: string;
  type_id: string | null;
  description: string;
}

/** What was typed before the panel was closed, or the call wrapped up. */
function readTyped(key: string): Typed {
  const nothing = { name: "", type_id: null, description: "" };
  const kept = readDraft(key);
  return kept ? { ...nothing, ...(JSON.parse(kept) as Partial<Typed>) } : nothing;
}

function useTypes(): Shapes["ListedValue"][] {
  const { data } = useQuery({
    queryKey: ["catalogues"],
    queryFn: ({ signal }) => get<Shapes["Catalogues"]>("/catalogues", undefined, signal),
    staleTime: 60_000,
  });
  return data?.rows.find((one) => one.name === "transaction_type")?.values ?? [];
}
