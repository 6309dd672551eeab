import { Chip, Group, Input, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Values } from "./values";

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

interface Props {
  form: UseFormReturnType<Values>;
}

/** When to call; the law's own hours hold besides. */
export function WindowFields({ form }: Props) {
  const { t } = useTranslation();
  const { days } = form.values.window;
  return (
    <Stack gap="sm">
      <Input.Wrapper label={t("campaigns.days")} error={form.errors["window.days"]}>
        <Chip.Group
          multiple
          value={days.map(String)}
          onChange={(chosen) =>
            form.setFieldValue(
              "window.days",
              chosen.map(Number).sort((a, b) => a - b),
            )
          }
        >
          <Group gap={4} mt={4}>
            {DAYS.map((day) => (
              <Chip key={day} value={String(day)} size="xs">
                {t(`campaigns.dayNames.${day}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </Input.Wrapper>
      <Group gap="sm" align="flex-start">
        <TextInput
          w={120}
          label={t("campaigns.from")}
          placeholder="08:00"
          maxLength={5}
          {...form.getInputProps("window.start")}
        />
        <TextInput
          w={120}
          label={t("campaigns.to")}
          placeholder="17:00"
          maxLength={5}
          {...form.getInputProps("window.end")}
        />
      </Group>
      <Text size="xs" c="dimmed">
        {t("campaigns.windowHint")}
      </Text>
    </Stack>
  );
}
