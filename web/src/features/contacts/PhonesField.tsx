import { ActionIcon, Button, Input, TextInput, Tooltip } from "@mantine/core";
import { IconPlus, IconStar, IconStarFilled, IconX } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { PhoneForm } from "@/api/types";
import classes from "./contacts.module.css";
import { PhoneHint } from "./PhoneHint";

/** A phone being edited: `line` tells new lines apart, which have no id yet. */
export type PhoneLine = PhoneForm & { line: number };

let lines = 0;

export function phoneLine(phone: Partial<PhoneForm> = {}): PhoneLine {
  lines += 1;
  return { typed: "", label: null, is_primary: false, ...phone, line: lines };
}

/** What is sent: no empty lines, and exactly one primary number. */
export function phonesToSend(phones: PhoneLine[]): PhoneForm[] {
  const filled = phones.filter((phone) => phone.typed.trim() !== "");
  const chosen = filled.find((phone) => phone.is_primary) ?? filled[0];
  return filled.map((phone) => ({
    id: phone.id ?? null,
    typed: phone.typed.trim(),
    label: phone.label?.trim() || null,
    is_primary: phone === chosen,
  }));
}

interface Props {
  value: PhoneLine[];
  onChange: (value: PhoneLine[]) => void;
  required?: boolean;
  error?: ReactNode;
}

export function PhonesField({ value, onChange, required = false, error }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const change = (line: number, part: Partial<PhoneForm>): void =>
    onChange(value.map((phone) => (phone.line === line ? { ...phone, ...part } : phone)));
  return (
    <Input.Wrapper
      label={t("contacts.phones")}
      labelElement="div"
      withAsterisk={required}
      error={error}
    >
      <div style={{ display: "grid", gap: 6, marginTop: 2 }}>
        {value.map((phone, n) => {
          const star = phone.is_primary || (n === 0 && !value.some((one) => one.is_primary));
          return (
            <div key={phone.line} className={classes.phonesField}>
              <TextInput
                aria-label={t("contacts.phoneNo", { n: n + 1 })}
                placeholder="0912 345 678"
                inputMode="tel"
                maxLength={64}
                value={phone.typed}
                error={n === 0 && Boolean(error)}
                aria-describedby={`${id}-${phone.line}`}
                onChange={(event) => change(phone.line, { typed: event.currentTarget.value })}
              />
              <TextInput
                aria-label={t("contacts.phoneLabelNo", { n: n + 1 })}
                placeholder={t("contacts.phoneLabel")}
                maxLength={40}
                value={phone.label ?? ""}
                onChange={(event) => change(phone.line, { label: event.currentTarget.value })}
              />
              <Tooltip label={t("contacts.primaryPhone")}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t("contacts.primaryPhoneNo", { n: n + 1 })}
                  aria-pressed={star}
                  onClick={() =>
                    onChange(value.map((one) => ({ ...one, is_primary: one.line === phone.line })))
                  }
                >
                  {star ? (
                    <IconStarFilled size={16} color="var(--warn)" aria-hidden="true" />
                  ) : (
                    <IconStar size={16} aria-hidden="true" />
                  )}
                </ActionIcon>
              </Tooltip>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("contacts.removePhoneNo", { n: n + 1 })}
                onClick={() => onChange(value.filter((one) => one.line !== phone.line))}
              >
                <IconX size={16} aria-hidden="true" />
              </ActionIcon>
              <PhoneHint typed={phone.typed} id={`${id}-${phone.line}`} />
            </div>
          );
        })}
        <Button
          variant="subtle"
          size="compact-sm"
          w="fit-content"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          disabled={value.length >= 20}
          onClick={() => onChange([...value, phoneLine()])}
        >
          {t("contacts.addPhone")}
        </Button>
      </div>
    </Input.Wrapper>
  );
}
