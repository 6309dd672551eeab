import { Select, Textarea } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { DayField } from "@/components/DayField";
import { DONG } from "@/components/format";
import { UNREADABLE } from "@/components/moments";
import { NumberField } from "@/components/NumberField";
import { STAGES, type Stage } from "./opportunities";

const MOST = 1_000_000_000_000_000;

export interface OpportunityValues {
  name: string;
  contact: number | null;
  value: number | string;
  stage: Stage;
  expected: string;
  description: string;
}

type Translate = (
  key: "codes.fields.missing" | "codes.fields.value_error" | "common.dayWrong",
) => string;

/** What is asked of the values before they are sent. */
export const opportunityRules = (t: Translate) => ({
  name: (value: string) => (value.trim() ? null : t("codes.fields.missing")),
  value: (value: number | string) => (value === UNREADABLE ? t("codes.fields.value_error") : null),
  expected: (value: string) => (value === UNREADABLE ? t("common.dayWrong") : null),
});

/** As the server takes them, the contact left out. */
export const asOpportunity = (values: OpportunityValues) => ({
  name: values.name.trim(),
  value: Number(values.value) || 0,
  stage: values.stage,
  expected_on: values.expected || null,
  description: values.description.trim() || null,
});

interface Props {
  form: UseFormReturnType<OpportunityValues>;
  /** To be read, not changed. */
  fixed?: boolean;
}

/** What an opportunity has beside its name and its contact. */
export function OpportunityInputs({ form, fixed = false }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <NumberField
        label={t("opportunities.value")}
        unit={DONG}
        decimals={0}
        min={0}
        max={MOST}
        readOnly={fixed}
        {...form.getInputProps("value")}
        onChange={(value) => form.setFieldValue("value", value ?? "")}
      />
      <Select
        label={t("opportunities.stage")}
        allowDeselect={false}
        disabled={fixed}
        data={STAGES.map((one) => ({ value: one, label: t(`opportunities.stages.${one}`) }))}
        {...form.getInputProps("stage")}
      />
      <DayField
        label={t("opportunities.expected")}
        readOnly={fixed}
        value={form.values.expected}
        onChange={(day) => form.setFieldValue("expected", day)}
        error={form.errors.expected ?? form.errors.expected_on}
      />
      <Textarea
        label={t("opportunities.description")}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={10_000}
        readOnly={fixed}
        {...form.getInputProps("description")}
      />
    </>
  );
}
