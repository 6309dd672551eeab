import { Alert, Button, Stack, Text, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { post } from "@/api/client";
import type { ConsentForm, ConsentsGiven } from "@/api/types";
import { FormError } from "@/components/FormError";
import { count } from "@/components/format";
import { useFieldProblems } from "@/components/problem";

/** Note who agreed to advertising, to what, and what shows it; without it nobody is called. */
export function GiveConsent() {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const client = useQueryClient();
  const needed = (value: string): string | null =>
    value.trim() ? null : t("codes.fields.missing");
  const form = useForm({
    initialValues: { numbers: "", scope: "", evidence: "" },
    validate: { numbers: needed, scope: needed, evidence: needed },
  });
  const give = useMutation({
    mutationFn: (consent: ConsentForm) => post<ConsentsGiven>("/consents", consent),
    onSuccess: async () => {
      form.setFieldValue("numbers", "");
      await client.invalidateQueries({ queryKey: ["number"] });
      await client.invalidateQueries({ queryKey: ["consents"] });
    },
    onError: (error) => form.setErrors(fieldProblems(error)),
  });
  const submit = form.onSubmit((values) =>
    give.mutate({
      numbers: values.numbers
        .split(/[\n;,]+/)
        .map((number) => number.trim())
        .filter(Boolean),
      scope: values.scope.trim(),
      evidence: values.evidence.trim(),
    }),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("consents.hint")}
        </Text>
        <FormError error={give.error} />
        <Textarea
          label={t("consents.numbers")}
          description={t("consents.numbersHint")}
          withAsterisk
          autosize
          minRows={3}
          maxRows={12}
          data-autofocus
          {...form.getInputProps("numbers")}
        />
        <Textarea
          label={t("consents.scope")}
          placeholder={t("consents.scopeHint")}
          withAsterisk
          autosize
          minRows={2}
          maxLength={2_000}
          {...form.getInputProps("scope")}
        />
        <Textarea
          label={t("consents.evidence")}
          placeholder={t("consents.evidenceHint")}
          withAsterisk
          autosize
          minRows={2}
          maxLength={2_000}
          {...form.getInputProps("evidence")}
        />
        <Button type="submit" loading={give.isPending}>
          {t("consents.give")}
        </Button>
        {give.data && (
          <Alert color="petrol" title={t("members.result")} role="status">
            <Text size="sm">{t("consents.given", { n: count(give.data.given) })}</Text>
            <Text size="sm">{t("consents.already", { n: count(give.data.already) })}</Text>
            {give.data.invalid.length > 0 && (
              <Text size="sm">
                {t("consents.invalid", { numbers: give.data.invalid.join(", ") })}
              </Text>
            )}
          </Alert>
        )}
      </Stack>
    </form>
  );
}
