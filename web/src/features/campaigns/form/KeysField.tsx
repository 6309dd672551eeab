import { ActionIcon, Alert, Group, Input, NumberInput, Select, Stack } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconInfoCircle, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useWords } from "@/i18n/words";
import { REGISTRATIONS } from "../campaigns";
import { movesNobodyNew, type Values, withKey } from "./values";

const DIGITS = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

interface Props {
  form: UseFormReturnType<Values>;
}

/** R256: which state a key leads to, the key that refuses, and how the message is played. */
export function KeysField({ form }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const { keys, refuse_key: refuseKey } = form.values;
  const free = DIGITS.filter((digit) => !(digit in keys) && digit !== refuseKey);
  return (
    <Stack gap="md">
      <Input.Wrapper
        label={t("campaigns.keyTable")}
        description={t("campaigns.keyTableHint")}
        error={form.errors.keys}
      >
        <Stack gap={6} mt={6}>
          {Object.keys(keys)
            .sort()
            .map((key) => (
              <Group key={key} gap="xs" wrap="nowrap">
                <span style={{ minWidth: 64 }}>{t("campaigns.key", { key })}</span>
                <Select
                  w={200}
                  aria-label={t("campaigns.meaningOf", { key })}
                  data={REGISTRATIONS.map((state) => ({
                    value: state,
                    label: words("registration", state),
                  }))}
                  value={keys[key] ?? null}
                  onChange={(state) => {
                    const known = REGISTRATIONS.find((one) => one === state);
                    if (known) form.setFieldValue("keys", withKey(keys, key, known));
                  }}
                />
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t("campaigns.removeKey", { key })}
                  onClick={() => form.setFieldValue("keys", withKey(keys, key, null))}
                >
                  <IconX size={16} aria-hidden="true" />
                </ActionIcon>
              </Group>
            ))}
          <Select
            w={200}
            placeholder={t("campaigns.addKey")}
            aria-label={t("campaigns.addKey")}
            data={free.map((key) => ({ value: key, label: t("campaigns.key", { key }) }))}
            value={null}
            onChange={(key) =>
              key !== null && form.setFieldValue("keys", withKey(keys, key, "registered"))
            }
          />
        </Stack>
      </Input.Wrapper>
      {movesNobodyNew(keys) && (
        <Alert color="yellow" role="status" icon={<IconInfoCircle size={18} aria-hidden="true" />}>
          {t("campaigns.noRegisteringKey")}
        </Alert>
      )}
      <Group gap="sm" align="flex-start">
        <Select
          w={200}
          label={t("campaigns.refuseKey")}
          description={t("campaigns.refuseKeyHint")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          data={DIGITS.filter((digit) => !(digit in keys) || digit === refuseKey).map((key) => ({
            value: key,
            label: t("campaigns.key", { key }),
          }))}
          {...form.getInputProps("refuse_key")}
        />
        <NumberInput
          w={160}
          size="sm"
          label={t("campaigns.repeats")}
          min={1}
          max={5}
          clampBehavior="strict"
          allowDecimal={false}
          {...form.getInputProps("repeats")}
        />
        <NumberInput
          w={180}
          size="sm"
          label={t("campaigns.keyWait")}
          suffix=" s"
          min={1}
          max={20}
          allowDecimal={false}
          {...form.getInputProps("key_wait_s")}
        />
      </Group>
    </Stack>
  );
}
