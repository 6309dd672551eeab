import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FormActions } from "@/components/FormActions";
import { tellDone, useFieldProblems, useTellProblem } from "@/components/problem";
import { useBase } from "@/components/rebase";
import { BodyField } from "./BodyField";
import { PreviewBox } from "./PreviewBox";
import { RecipientSelect, readRecipient } from "./RecipientSelect";
import { type SmsTemplate, useDeleteTemplate, useSaveTemplate, useSmsPreview } from "./sms";

interface Props {
  /** Null: a new one. */
  template: SmsTemplate | null;
  onDone: () => void;
}

const valuesOf = (one: SmsTemplate | null) => ({ name: one?.name ?? "", body: one?.body ?? "" });

/** A template's name and text, with a look at what a recipient would read (R297, R298). */
export function TemplateFields({ template, onDone }: Props) {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const save = useSaveTemplate();
  const [recipient, setRecipient] = useState<string | null>(null);
  const missing = (value: string) => (value.trim() ? null : t("codes.fields.missing"));
  const form = useForm({
    initialValues: valuesOf(template),
    validate: { name: missing, body: missing },
  });
  const base = useBase(template, valuesOf, form, save);
  const [body] = useDebouncedValue(form.values.body, 250);
  const preview = useSmsPreview(body, readRecipient(recipient));
  const submit = form.onSubmit(({ name, body: text }) => {
    const sent = { name: name.trim(), body: text.trim() };
    save.mutate(
      {
        id: template?.id ?? null,
        form: base.record ? { ...sent, version: base.record.version } : sent,
      },
      {
        onSuccess: (saved) => {
          tellDone(t("sms.saved", { name: saved.name }));
          onDone();
        },
        onError: (error) => form.setErrors(fieldProblems(error)),
      },
    );
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t("sms.name")}
          withAsterisk
          maxLength={200}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <BodyField
          value={form.values.body}
          error={form.errors.body}
          onChange={(next) => form.setFieldValue("body", next)}
        />
        <Text size="xs" c="dimmed">
          {t("sms.advertising")}
        </Text>
        <RecipientSelect value={recipient} onChange={setRecipient} />
        <PreviewBox
          preview={preview.data}
          error={preview.error}
          of={recipient?.startsWith("contact-") ? "contact" : recipient ? "customer" : undefined}
        />
        <FormActions
          submit={t("sms.save")}
          pending={save.isPending}
          onCancel={onDone}
          error={save.error}
          onTakeNew={base.takeNew}
          sticky
        >
          {template && <DeleteButton template={template} onDone={onDone} />}
        </FormActions>
      </Stack>
    </form>
  );
}

function DeleteButton({ template, onDone }: { template: SmsTemplate; onDone: () => void }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const drop = useDeleteTemplate();
  const [sure, setSure] = useState(false);
  const tellGone = (): void => {
    tellDone(t("sms.deleted", { name: template.name }));
    onDone();
  };
  const click = (): void => {
    if (sure) drop.mutate(template.id, { onSuccess: tellGone, onError: tell });
    else setSure(true);
  };
  return (
    <Button
      variant="subtle"
      color="red"
      loading={drop.isPending}
      onBlur={() => setSure(false)}
      onClick={click}
    >
      {t(sure ? "sms.deleteSure" : "sms.delete")}
    </Button>
  );
}
