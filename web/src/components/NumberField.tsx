import { TextInput, type TextInputProps } from "@mantine/core";
import { type ChangeEvent, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { count, exact, separators } from "./format";
import { UNREADABLE } from "./moments";
import { type Limits, readNumber, regroup, type Typed, writeNumber } from "./numbers";

interface Props
  extends Omit<TextInputProps, "value" | "onChange" | "type" | "min" | "max">,
    Limits {
  /** UNREADABLE for what is none; anything else that is no number is none yet. */
  value?: unknown;
  onChange: (value: Typed) => void;
  /** Of what: it stands behind the number. */
  unit?: string;
}

/**
 * A number as the user's language writes it. Thousands get their marks while one types, until one
 * types such a mark oneself; what can't be read so is refused, and never made into another number.
 */
export function NumberField(props: Props) {
  const { value, onChange, decimals, min, max, unit, error, onBlur, onKeyDown, ...rest } = props;
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<number | null>(null);
  const [typed, setTyped] = useState(writeNumber(value));
  const [ours, setOurs] = useState(true); // the marks of thousands in it
  const [typing, setTyping] = useState(false);
  const limits = { decimals, min, max };
  const none = value === UNREADABLE || typeof value === "number" ? value : null;
  const text = readNumber(typed, limits) === none ? typed : writeNumber(value);
  // Set anew, a text leaves the caret at its end.
  useLayoutEffect(() => {
    if (caret.current !== null) input.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  });

  const change = (event: ChangeEvent<HTMLInputElement>): void => {
    const { value: next, selectionStart } = event.currentTarget;
    const { data, inputType } = event.nativeEvent as InputEvent;
    const group = separators().thousandSeparator;
    const isStep = inputType?.startsWith("delete") || (data?.length === 1 && data !== group);
    const mayGroup = ours ? isStep || !next.includes(group) : !next.includes(group);
    const now = mayGroup
      ? regroup(next, selectionStart ?? next.length)
      : { text: next, caret: null };
    if (now.text !== next) caret.current = now.caret;
    setOurs(mayGroup);
    setTyping(true);
    setTyped(now.text);
    onChange(readNumber(now.text, limits));
  };

  const example = count(decimals === 0 ? 1234 : 1234.5, 1);
  const wrong =
    min !== undefined && max !== undefined
      ? t("common.numberBetween", { example, min: exact(min), max: exact(max) })
      : t("common.numberWrong", { example });
  return (
    <TextInput
      size="sm"
      inputMode="decimal"
      autoComplete="off"
      rightSection={unit}
      rightSectionPointerEvents="none"
      {...rest}
      ref={input}
      value={text}
      onChange={change}
      onKeyDown={(event) => {
        if (event.key === "Enter") setTyping(false);
        onKeyDown?.(event);
      }}
      onBlur={(event) => {
        setTyping(false);
        if (value !== UNREADABLE) {
          setTyped(writeNumber(value));
          setOurs(true);
        }
        onBlur?.(event);
      }}
      error={value === UNREADABLE ? !typing && wrong : error}
    />
  );
}
