import { NumberInput, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Values } from "./values";

interface Props {
  form: UseFormReturnType<Values>;
}

/** How many calls at once, how fast, and how long a phone rings. */
export function LimitFields({ form }: Props) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <NumberInput
        size="sm"
        label={t("campaigns.maxConcurrent")}
        min={1}
        max={1_000}
        allowDecimal={false}
        {...form.getInputProps("max_concurrent")}
      />
      <NumberInput
        size="sm"
        label={t("campaigns.callsPerSecond")}
        min={0.1}
        max={500}
        step={0.5}
        decimalScale={2}
        {...form.getInputProps("calls_per_second")}
      />
      <NumberInput
        size="sm"
        label={t("campaigns.ringSeconds")}
        suffix=" s"
        min={10}
        max={90}
        allowDecimal={false}
        {...form.getInputProps("ring_s")}
      />
    </Stack>
  );
}
