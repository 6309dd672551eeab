import { ActionIcon, TextInput, type TextInputProps } from "@mantine/core";
import { IconCalendar } from "@tabler/icons-react";
import { type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { UNREADABLE } from "./moments";
import classes from "./TypedField.module.css";

export interface TypedProps
  extends Omit<TextInputProps, "label" | "value" | "onChange" | "error" | "type"> {
  label: string;
  /** As the browser's own field has it; "" for none, UNREADABLE for what is none. */
  value: string;
  onChange: (field: string) => void;
  error?: ReactNode;
}

interface Props extends TypedProps {
  /** The browser's own field, of which only the calendar is seen. */
  picker: "date" | "datetime-local";
  /** From what was typed, and to what is shown. */
  read: (typed: string) => string;
  write: (field: string) => string;
  hint: string;
  wrong: string;
}

/**
 * A day, or a day and an hour, typed as people here write it or picked in the calendar. The
 * browser's own field writes in the browser's language; here it is only what the button opens.
 */
export function TypedField(props: Props) {
  const { picker, read, write, hint, wrong, label, value, onChange, error, ...rest } = props;
  const { t } = useTranslation();
  const calendar = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(write(value));
  const [typing, setTyping] = useState(false);
  const text = read(typed) === value ? typed : write(value);
  const said = value === UNREADABLE ? !typing && wrong : error;
  return (
    <div className={classes.field}>
      <TextInput
        {...rest}
        label={label}
        placeholder={hint}
        inputMode="numeric"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setTyping(true);
          setTyped(next);
          onChange(read(next));
        }}
        onKeyDown={(event) => event.key === "Enter" && setTyping(false)}
        onBlur={() => {
          setTyping(false);
          if (value !== "" && value !== UNREADABLE) setTyped(write(value));
        }}
        error={said}
        rightSection={
          !rest.readOnly && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("common.momentPick", { label })}
              onClick={() => calendar.current?.showPicker()}
            >
              <IconCalendar size={16} aria-hidden="true" />
            </ActionIcon>
          )
        }
      />
      <input
        ref={calendar}
        type={picker}
        max={picker === "date" ? "9999-12-31" : undefined}
        className={classes.picker}
        tabIndex={-1}
        aria-hidden="true"
        value={value === UNREADABLE ? "" : value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
