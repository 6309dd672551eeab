import { Button, Checkbox, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CustomFieldForm, FieldView } from "@/api/types";
import { FormActions } from "@/components/FormActions";
import { useTellProblem } from "@/components/problem";
import { useAddField, useChangeField, useDeleteField } from "./customFields";

const KINDS = ["text", "number", "date", "choice", "choices"] as const;

/** Add a field of one's own, or rename or delete one. */
export function FieldPanel({ field, onDone }: { field: FieldView | null; onDone: () => void }) {
  const { t } = useTranslation();
  const add = useAddField();
  const change = useChangeField(field?.custom_id ?? 0);
  const form = useForm({
    initialValues: {
      label: field?.label ?? "",
      kind: (field?.kind ?? "text") as CustomFieldForm["kind"],
      required: field?.required ?? false,
      options: "",
    },
    validate: { label: (value) => (value.trim() ? null : t("codes.fields.missing")) },
  });
  const choosing = form.values.kind === "choice" || form.values.kind === "choices";
  const error = add.error ?? change.error;
  const submit = form.onSubmit(({ label, kind, required, options }) => {
    if (field) {
      change.mutate({ label: label.trim(), required }, { onSuccess: onDone });
      return;
    }
    const lines = options.split("\n").map((line) => line.trim());
    const wanted = [...new Set(lines.filter((line) => line !== ""))];
    add.mutate(
      { label: label.trim(), kind, required, options: choosing ? wanted : [] },
      { onSuccess: onDone },
    );
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t("settings.fields.label")}
          withAsterisk
          maxLength={200}
          data-autofocus
          {...form.getInputProps("label")}
        />
        <Select
          label={t("settings.fields.kind")}
          description={field ? t("settings.fields.kindFixed") : undefined}
          disabled={field !== null}
          data={KINDS.map((one) => ({ value: one, label: t(`settings.fields.kinds.${one}`) }))}
          {...form.getInputProps("kind")}
        />
        {choosing && !field && (
          <Textarea
            label={t("settings.fields.options")}
            description={t("settings.fields.optionsHint")}
            autosize
            minRows={4}
            {...form.getInputProps("options")}
          />
        )}
        {choosing && field && (
          <Link to="/settings/catalogues" search={{ name: field.catalogue ?? undefined }}>
            {t("settings.fields.editOptions")}
          </Link>
        )}
        <Checkbox
          label={t("settings.fields.required")}
          {...form.getInputProps("required", { type: "checkbox" })}
        />
        <FormActions
          submit={t(field ? "common.save" : "settings.fields.add")}
          pending={add.isPending || change.isPending}
          onCancel={onDone}
          error={error}
        >
          {field && <DeleteField field={field} onDone={onDone} />}
        </FormActions>
      </Stack>
    </form>
  );
}

function DeleteField({ field, onDone }: { field: FieldView; onDone: () => void }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const [sure, setSure] = useState(false);
  const drop = useDeleteField(field.custom_id ?? 0);
  return (
    <Stack gap={4}>
      <Button
        variant={sure ? "filled" : "subtle"}
        color="red"
        loading={drop.isPending}
        onClick={() =>
          sure ? drop.mutate(undefined, { onSuccess: onDone, onError: tell }) : setSure(true)
        }
      >
        {t(sure ? "settings.fields.deleteSure" : "settings.fields.delete")}
      </Button>
      {sure && (
        <Text size="xs" c="dimmed" maw={180}>
          {t("settings.fields.deleteHint")}
        </Text>
      )}
    </Stack>
  );
}
