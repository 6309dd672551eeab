import { Checkbox, SimpleGrid, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FieldView } from "@/api/types";
import { useTellProblem } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { useFieldLabel } from "@/features/contacts/fields";
import classes from "../settings.module.css";
import { useRequireFields } from "./customFields";

/** Which of the fields that every directory has must be filled; a tick is saved at once. */
export function StandardFields({ fields }: { fields: FieldView[] }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const labelOf = useFieldLabel();
  const require = useRequireFields();
  const standard = fields.filter((one) => one.custom_id === null && one.can_require);
  const toggle = (key: string, on: boolean): void => {
    const was = standard.filter((one) => one.required).map((one) => one.key);
    const kept = was.filter((one) => one !== key);
    require.mutate({ keys: on ? [...kept, key] : kept, was }, { onError: tell });
  };
  return (
    <div className={classes.narrow}>
      <Sheet title={t("settings.fields.standard")}>
        <Text size="sm" c="dimmed" mb="sm">
          {t("settings.fields.standardHint")}
        </Text>
        {(["customer", "contact"] as const).map((of) => (
          <Stack key={of} gap={6} mb="md">
            <Text size="sm" fw={600}>
              {t(`settings.fields.${of}Fields`)}
            </Text>
            <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="xs" verticalSpacing={6}>
              {standard
                .filter((one) => one.of === of)
                .map((one) => (
                  <Checkbox
                    key={one.key}
                    label={labelOf(one.key)}
                    description={one.only ? t(`settings.fields.${one.only}Only`) : undefined}
                    checked={one.required}
                    disabled={require.isPending}
                    onChange={(event) => toggle(one.key, event.currentTarget.checked)}
                  />
                ))}
            </SimpleGrid>
          </Stack>
        ))}
      </Sheet>
    </div>
  );
}
