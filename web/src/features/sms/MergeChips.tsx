import { Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { currentLanguage } from "@/i18n";
import { fieldsQuery, type MergeField } from "./sms";

const OF = ["customer", "contact"] as const;

/** A click writes the field into the text, where the cursor is. */
export function MergeChips({ onPick }: { onPick: (written: string) => void }) {
  const { t } = useTranslation();
  const fields = useQuery(fieldsQuery).data?.rows ?? [];
  const name = (field: MergeField): string =>
    currentLanguage() === "vi" ? field.name_vi : field.name_en;
  return (
    <Stack gap={4} mt={4} role="group" aria-label={t("sms.fields")}>
      {OF.map((of) => (
        <Group key={of} gap={6}>
          <Text size="xs" c="dimmed" w={104}>
            {t(`sms.fieldsOf.${of}`)}
          </Text>
          {fields
            .filter((field) => field.of === of)
            .map((field) => (
              <Button
                key={field.key}
                variant="light"
                size="compact-sm"
                radius="xl"
                aria-label={t("sms.insert", { name: name(field) })}
                onClick={() => onPick(`{${name(field)}}`)}
              >
                {name(field)}
              </Button>
            ))}
        </Group>
      ))}
    </Stack>
  );
}
