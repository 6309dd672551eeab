import { SegmentedControl, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Campaign } from "@/api/types";
import { FormActions } from "@/components/FormActions";
import { useFieldProblems } from "@/components/problem";
import { useBase } from "@/components/rebase";
import { Sheet } from "@/components/Sheet";
import { useSaveCampaign } from "../campaigns";
import { CallerFields } from "./CallerFields";
import { KeysField } from "./KeysField";
import { LimitFields } from "./LimitFields";
import { PromptField } from "./PromptField";
import { RetryFields } from "./RetryFields";
import { FRESH, findProblems, type Values, valuesOf } from "./values";
import { WindowFields } from "./WindowFields";

interface Props {
  saved: Campaign | null;
  /** What is added to a new one next. */
  next?: "customers";
}

const valuesFrom = (campaign: Campaign | null): Values => (campaign ? valuesOf(campaign) : FRESH);

/** Create a campaign, or change one. */
export function CampaignForm({ saved, next }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const fieldProblems = useFieldProblems();
  const save = useSaveCampaign();
  const form = useForm<Values>({
    initialValues: valuesFrom(saved),
    validate: (values) =>
      Object.fromEntries(
        Object.entries(findProblems(values)).map(([field, what]) => [
          field,
          what && t(`campaigns.problems.${what}`),
        ]),
      ),
  });
  const base = useBase(saved, valuesFrom, form, save);
  const open = (id: number): void => {
    void navigate({
      to: "/campaigns/$campaignId",
      params: { campaignId: String(id) },
      search: { add: next },
    });
  };
  const submit = form.onSubmit((values) => {
    if (values.prompt_id === null) return;
    save.mutate(
      {
        record: base.record,
        form: {
          ...values,
          prompt_id: values.prompt_id,
          name: values.name.trim(),
          trunk: values.trunk.trim(),
          caller_id: values.caller_id.trim(),
        },
      },
      {
        onSuccess: (campaign) => open(campaign.id),
        onError: (error) => form.setErrors(fieldProblems(error)),
      },
    );
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm" maw={980}>
        <Sheet title={t("campaigns.form.what")}>
          <Stack gap="sm">
            <TextInput
              label={t("campaigns.name")}
              withAsterisk
              maxLength={200}
              {...form.getInputProps("name")}
            />
            <SegmentedControl
              size="xs"
              w="fit-content"
              aria-label={t("campaigns.purpose")}
              data={[
                { value: "advertising", label: t("campaigns.purposes.advertising") },
                { value: "care", label: t("campaigns.purposes.care") },
              ]}
              {...form.getInputProps("purpose")}
            />
            <PromptField
              value={form.values.prompt_id}
              error={form.errors.prompt_id}
              onChange={(id) => form.setFieldValue("prompt_id", id)}
            />
          </Stack>
        </Sheet>
        <Sheet title={t("campaigns.form.keys")}>
          <KeysField form={form} />
        </Sheet>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="sm">
          <Sheet title={t("campaigns.form.caller")}>
            <CallerFields form={form} />
          </Sheet>
          <Sheet title={t("campaigns.form.window")}>
            <WindowFields form={form} />
          </Sheet>
          <Sheet title={t("campaigns.form.retry")}>
            <RetryFields form={form} />
          </Sheet>
          <Sheet title={t("campaigns.form.limits")}>
            <LimitFields form={form} />
          </Sheet>
        </SimpleGrid>
        <FormActions
          submit={t(saved ? "common.save" : "campaigns.createNow")}
          pending={save.isPending}
          onCancel={() => (saved ? open(saved.id) : void navigate({ to: "/campaigns" }))}
          error={save.error}
          onTakeNew={base.takeNew}
        />
      </Stack>
    </form>
  );
}
