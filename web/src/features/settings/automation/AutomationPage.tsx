import {
  Chip,
  Group,
  InputWrapper,
  NumberInput,
  Select,
  Stack,
  Switch,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { put } from "@/api/client";
import { Failed } from "@/components/Failed";
import { FormActions } from "@/components/FormActions";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { isLost, tellDone, useFieldProblems } from "@/components/problem";
import { rebaseValues } from "@/components/rebase";
import { Sheet } from "@/components/Sheet";
import classes from "../settings.module.css";
import { type Automation, automationQuery, readTime } from "./automation";

const DAYS = ["1", "2", "3", "4", "5", "6", "7"] as const;
const MARK = "{name}";
const MOST_DAYS = 60;

/** What is done without anybody asking for it; all of it off at first (R201). */
export function AutomationPage() {
  const { data, error, refetch } = useQuery(automationQuery);
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return <AutomationForm stored={data} />;
}

const fill = (stored: Automation) => ({
  ...stored,
  workdays: stored.workdays.map(String),
  after_days: stored.after_days as number | string,
});

function AutomationForm({ stored }: { stored: Automation }) {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const client = useQueryClient();
  const form = useForm({
    initialValues: fill(stored),
    validate: {
      at: (value) => (readTime(value) ? null : t("automation.atRule")),
      title: (value) => (value.trim() ? null : t("codes.fields.missing")),
      workdays: (value) => (value.length > 0 ? null : t("automation.workdaysRule")),
      after_days: (value) =>
        Number(value) >= 1 && Number(value) <= MOST_DAYS ? null : t("automation.daysRule"),
    },
  });
  const save = useMutation({
    mutationFn: (values: typeof form.values) =>
      put<Automation>("/settings/automation", {
        ...values,
        title: values.title.trim(),
        at: readTime(values.at),
        after_days: Number(values.after_days),
        workdays: values.workdays.map(Number),
      }),
    onSuccess: (saved, sent) => {
      client.setQueryData(automationQuery.queryKey, saved);
      form.setInitialValues(fill(saved));
      form.setValues(rebaseValues(sent, form.getValues(), fill(saved)));
      tellDone(t("settings.saved"));
    },
    onError: (error) => form.setErrors(fieldProblems(error)),
  });
  const off = !form.values.makes_appointment;
  const why = off ? t("automation.turnOn") : undefined;
  return (
    <Page title={t("automation.title")}>
      <form
        className={classes.narrow}
        onSubmit={form.onSubmit((sent) => save.mutate(sent))}
        aria-label={t("automation.title")}
        noValidate
      >
        <Stack gap="md">
          <Sheet title={t("automation.first")}>
            <Stack gap="sm">
              <Switch
                label={t("automation.makes")}
                description={t("automation.makesHint")}
                {...form.getInputProps("makes_appointment", { type: "checkbox" })}
              />
              <Group align="start" gap="sm">
                <NumberInput
                  label={t("automation.days")}
                  w={190}
                  min={1}
                  max={MOST_DAYS}
                  allowDecimal={false}
                  disabled={off}
                  title={why}
                  {...form.getInputProps("after_days")}
                />
                <TextInput
                  label={t("automation.at")}
                  w={120}
                  placeholder="09:00"
                  disabled={off}
                  title={why}
                  {...form.getInputProps("at")}
                />
              </Group>
              <InputWrapper label={t("automation.workdays")} error={form.errors.workdays}>
                <Chip.Group multiple {...form.getInputProps("workdays")}>
                  <Group gap={6} role="group" aria-label={t("automation.workdays")} mt={4}>
                    {DAYS.map((one) => (
                      <Chip key={one} value={one} size="xs" disabled={off}>
                        {t(`campaigns.dayNames.${one}`)}
                      </Chip>
                    ))}
                  </Group>
                </Chip.Group>
              </InputWrapper>
              <TextInput
                label={t("automation.name")}
                description={t("automation.nameHint", { mark: MARK })}
                maxLength={300}
                disabled={off}
                title={why}
                {...form.getInputProps("title")}
              />
              <Switch
                label={t("automation.imports")}
                description={t("automation.importsHint")}
                disabled={off}
                title={why}
                {...form.getInputProps("with_imports", { type: "checkbox" })}
              />
              <Switch
                label={t("automation.tellsOfFirst")}
                description={t("automation.tellsOfFirstHint")}
                disabled={off}
                title={why}
                {...form.getInputProps("tells_of_first", { type: "checkbox" })}
              />
            </Stack>
          </Sheet>
          <Sheet title={t("automation.mails")}>
            <Stack gap="sm">
              <Switch
                label={t("automation.tells")}
                description={t("automation.tellsHint")}
                {...form.getInputProps("tells_customer", { type: "checkbox" })}
              />
              <Select
                label={t("automation.language")}
                w={220}
                allowDeselect={false}
                data={[
                  { value: "vi", label: "Tiếng Việt" },
                  { value: "en", label: "English" },
                ]}
                {...form.getInputProps("language")}
              />
            </Stack>
          </Sheet>
          <FormActions
            submit={t("common.save")}
            pending={save.isPending}
            onCancel={() => form.reset()}
            error={save.error}
            disabled={!form.isDirty()}
            why={t("common.nothingChanged")}
          />
        </Stack>
      </form>
    </Page>
  );
}
