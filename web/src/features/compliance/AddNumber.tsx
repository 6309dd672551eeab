import { Checkbox, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { post } from "@/api/client";
import type { DncEntry, DncForm } from "@/api/types";
import { FormActions } from "@/components/FormActions";
import { tellDone, useFieldProblems } from "@/components/problem";

/** Put a number on a list by hand. */
export function AddNumber({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const client = useQueryClient();
  const form = useForm({
    initialValues: {
      list: "internal" as DncEntry["list"],
      number: "",
      voice: true,
      sms: true,
      reason: "",
    },
    validate: { number: (value) => (value.trim().length >= 3 ? null : t("codes.fields.missing")) },
  });
  const add = useMutation({
    mutationFn: (entry: DncForm) => post<DncEntry>("/dnc", entry),
    onSuccess: async (entry) => {
      tellDone(t("dnc.addedNow", { number: entry?.display ?? form.values.number }));
      await client.invalidateQueries({ queryKey: ["dnc"] });
    },
    onError: (error) => form.setErrors(fieldProblems(error)),
  });
  const submit = form.onSubmit((values) =>
    add.mutate(
      { ...values, number: values.number.trim(), reason: values.reason.trim() || null },
      { onSuccess: onDone },
    ),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t("dnc.number")}
          withAsterisk
          maxLength={64}
          data-autofocus
          {...form.getInputProps("number")}
        />
        <Select
          label={t("dnc.list")}
          data={[
            { value: "internal", label: t("dnc.lists.internal") },
            { value: "national", label: t("dnc.lists.national") },
          ]}
          {...form.getInputProps("list")}
        />
        <Checkbox label={t("dnc.noVoice")} {...form.getInputProps("voice", { type: "checkbox" })} />
        <Checkbox label={t("dnc.noSms")} {...form.getInputProps("sms", { type: "checkbox" })} />
        <Textarea
          label={t("dnc.reason")}
          autosize
          minRows={2}
          maxLength={500}
          {...form.getInputProps("reason")}
        />
        <FormActions
          submit={t("dnc.add")}
          pending={add.isPending}
          onCancel={onDone}
          error={add.error}
        />
      </Stack>
    </form>
  );
}
