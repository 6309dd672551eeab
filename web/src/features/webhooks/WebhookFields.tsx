import { Button, Group, MultiSelect, Stack, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { FormActions } from "@/components/FormActions";
import { tellDone, useFieldProblems } from "@/components/problem";
import { useBase } from "@/components/rebase";
import { SecretOnce } from "@/components/SecretOnce";
import { PeopleSelect } from "@/features/contacts/form/PeopleSelect";
import { useWords } from "@/i18n/words";
import { groupsOf, useSaveWebhook, type Webhook } from "./webhooks";

const CUSTOMER_KINDS = ["person", "organisation"] as const;
const STAGES = ["lead", "contact", "customer"] as const;

interface Props {
  hook: Webhook | null;
  kinds: readonly string[];
  onDone: () => void;
}

const valuesOf = (hook: Webhook | null) => ({
  name: hook?.name ?? "",
  url: hook?.url ?? "",
  kinds: hook?.kinds ?? ([] as string[]),
  kind: (hook?.filter.kind ?? []) as string[],
  stage: (hook?.filter.stage ?? []) as string[],
  owners: hook?.filter.owner_id ?? [],
  active: hook?.active ?? true,
});

/** Where to send, which events, and of which customers. */
export function WebhookFields({ hook, kinds, onDone }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const fieldProblems = useFieldProblems();
  const save = useSaveWebhook();
  const form = useForm({
    initialValues: valuesOf(hook),
    validate: {
      name: (value) => (value.trim() ? null : t("codes.fields.missing")),
      url: (value) => (/^https?:\/\/\S+$/.test(value.trim()) ? null : t("webhooks.urlRule")),
    },
  });
  const base = useBase(hook, valuesOf, form, save);
  if (save.data && "secret" in save.data) {
    return (
      <Stack gap="sm">
        <SecretOnce secret={save.data.secret} label={t("webhooks.secret")} />
        <Group justify="flex-end">
          <Button onClick={onDone}>{t("tokens.keptIt")}</Button>
        </Group>
      </Stack>
    );
  }
  const submit = form.onSubmit((values) =>
    save.mutate(
      {
        hook: base.record,
        form: {
          name: values.name.trim(),
          url: values.url.trim(),
          kinds: values.kinds,
          filter: {
            kind: CUSTOMER_KINDS.filter((one) => values.kind.includes(one)),
            stage: STAGES.filter((one) => values.stage.includes(one)),
            owner_id: values.owners,
          },
          active: values.active,
        },
      },
      {
        onSuccess: (saved) => {
          if ("secret" in saved) return;
          base.goOn(saved, values);
          tellDone(t("webhooks.saved"));
        },
        onError: (error) => form.setErrors(fieldProblems(error)),
      },
    ),
  );
  const all = groupsOf(kinds).map((group) => ({
    group: words("eventGroups", group),
    items: [
      { value: `${group}.*`, label: t("webhooks.allOf", { group: words("eventGroups", group) }) },
      ...kinds
        .filter((kind) => kind.startsWith(`${group}.`))
        .map((kind) => ({ value: kind, label: words("changes", kind) })),
    ],
  }));
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t("webhooks.name")}
          withAsterisk
          maxLength={200}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <TextInput
          type="url"
          label={t("webhooks.url")}
          placeholder="https://"
          withAsterisk
          maxLength={2000}
          {...form.getInputProps("url")}
        />
        <MultiSelect
          label={t("webhooks.kinds")}
          placeholder={form.values.kinds.length === 0 ? t("webhooks.everyKind") : ""}
          searchable
          clearable
          data={all}
          {...form.getInputProps("kinds")}
        />
        <MultiSelect
          label={t("webhooks.customerKind")}
          placeholder={form.values.kind.length === 0 ? t("webhooks.any") : ""}
          clearable
          data={CUSTOMER_KINDS.map((one) => ({ value: one, label: words("logValues", one) }))}
          {...form.getInputProps("kind")}
        />
        <MultiSelect
          label={t("webhooks.stage")}
          placeholder={form.values.stage.length === 0 ? t("webhooks.any") : ""}
          clearable
          data={STAGES.map((one) => ({ value: one, label: words("logValues", one) }))}
          {...form.getInputProps("stage")}
        />
        <PeopleSelect
          label={t("webhooks.owners")}
          placeholder={t("webhooks.anyone")}
          most={200}
          value={form.values.owners}
          onChange={(owners) => form.setFieldValue("owners", owners)}
        />
        <Switch
          label={t("webhooks.active")}
          {...form.getInputProps("active", { type: "checkbox" })}
        />
        <FormActions
          submit={t(hook ? "common.save" : "webhooks.add")}
          pending={save.isPending}
          onCancel={onDone}
          error={save.error}
          onTakeNew={base.takeNew}
        />
      </Stack>
    </form>
  );
}
