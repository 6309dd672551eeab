import { Button, Checkbox, Group, Select, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { FormActions } from "@/components/FormActions";
import { useFieldProblems } from "@/components/problem";
import { SecretOnce } from "@/components/SecretOnce";
import { useUser } from "@/features/session/session";
import { useWords } from "@/i18n/words";
import { useCreateToken } from "./tokens";

const LASTS = ["30", "90", "365", "never"] as const;
const NOT_ASKED = new Set(["signed_in", "api.tokens"]);

/** Make a key: its name, what it may do, and how long; then show it this once. */
export function TokenPanel({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const fieldProblems = useFieldProblems();
  const user = useUser();
  const create = useCreateToken();
  const form = useForm({
    initialValues: { name: "", lasts: "90", scopes: ["contacts.view"] as string[] },
    validate: {
      name: (value) => (value.trim() ? null : t("codes.fields.missing")),
      scopes: (value) => (value.length > 0 ? null : t("tokens.scopeNeeded")),
    },
  });
  if (create.data) {
    return (
      <Stack gap="sm">
        <SecretOnce secret={create.data.secret} label={t("tokens.secret")} />
        <Group justify="flex-end">
          <Button onClick={onDone}>{t("tokens.keptIt")}</Button>
        </Group>
      </Stack>
    );
  }
  const submit = form.onSubmit((values) =>
    create.mutate(
      {
        name: values.name.trim(),
        scopes: values.scopes,
        days: values.lasts === "never" ? null : Number(values.lasts),
      },
      { onError: (error) => form.setErrors(fieldProblems(error)) },
    ),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <TextInput
          label={t("tokens.name")}
          description={t("tokens.nameHint")}
          withAsterisk
          maxLength={200}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <Select
          label={t("tokens.lasts")}
          allowDeselect={false}
          data={LASTS.map((one) => ({ value: one, label: t(`tokens.lasting.${one}`) }))}
          {...form.getInputProps("lasts")}
        />
        <Checkbox.Group
          label={t("tokens.scopes")}
          description={t("tokens.scopesHint")}
          withAsterisk
          {...form.getInputProps("scopes")}
        >
          <Stack gap={8} mt={8}>
            {user.rights
              .filter((right) => !NOT_ASKED.has(right))
              .map((right) => (
                <Checkbox key={right} value={right} label={words("rights", right)} />
              ))}
          </Stack>
        </Checkbox.Group>
        <FormActions
          submit={t("tokens.add")}
          pending={create.isPending}
          onCancel={onDone}
          error={create.error}
        />
      </Stack>
    </form>
  );
}
