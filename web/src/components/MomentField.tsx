import { ActionIcon, TextInput } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./MomentField.module.css";
import { readMoment, UNREADABLE, writeMoment } from "./moments";

interface Props {
  label: string;
  /** As a `datetime-local` field has it: 2026-11-21T14:02; "" for none. */
  value: string;
  onChange: (field: string) => void;
  withAsterisk?: boolean;
  error?: ReactNode;
}

/**
 * A day and an hour, typed as dd/MM/yyyy HH:mm or picked. The browser's own field writes in the
 * browser's language, with AM and PM; here it is only what the calendar button opens.
 */
export function MomentField({ label, value, onChange, withAsterisk, error }: Props) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(writeMoment(value));
  const text = readMoment(typed) === value ? typed : writeMoment(value);
  return (
    <div className={classes.field}>
      <TextInput
        label={label}
        withAsterisk={withAsterisk ?? false}
        placeholder={t("common.momentHint")}
        inputMode="numeric"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setTyped(next);
          onChange(readMoment(next));
        }}
        onBlur={() => value !== "" && value !== UNREADABLE && setTyped(writeMoment(value))}
        error={value === UNREADABLE ? t("common.momentWrong") : error}
        rightSection={
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("common.momentPick", { label })}
            onClick={() => picker.current?.showPicker()}
          >
            <IconCalendar size={16} aria-hidden="true" />
          </ActionIcon>
        }
      />
      <input
        ref={picker}
        type="datetime-local"
        className={classes.picker}
        tabIndex={-1}
        aria-hidden="true"
        value={value === UNREADABLE ? "" : value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
