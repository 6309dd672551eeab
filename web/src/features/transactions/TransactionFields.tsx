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
    onSuccess: async () => {
      writeDraft(draftKey, "");
      tellDone(t("care.transaction.saved"));
      onDone();
      await client.invalidateQueries({ queryKey: ["timeline", customer.id] });
    },
    onError: (error) => form.setErrors(fieldProblems(error)),
  });
  const submit = form.onSubmit((values) =>
    add.mutate({
      name: values.name.trim(),
      type_id: Number(values.type_id),
      description: values.description.trim() || null,
      call_id: callId,
    }),
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
          data={types}
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

function useTypes(): { value: string; label: string }[] {
  const { data } = useQuery({
    queryKey: ["catalogues"],
    queryFn: ({ signal }) => get<Shapes["Catalogues"]>("/catalogues", undefined, signal),
    staleTime: 60_000,
  });
  const types = data?.rows.find((one) => one.name === "transaction_type")?.values ?? [];
  return types.map((one) => ({ value: String(one.id), label: one.label }));
}
