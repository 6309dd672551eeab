import { Textarea } from "@mantine/core";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { MergeChips } from "./MergeChips";
import { LONGEST } from "./sms";

interface Props {
  value: string;
  onChange: (value: string) => void;
  error?: ReactNode;
  readOnly?: boolean;
}

/** A text with merge fields, typed or put in by a click. */
export function BodyField({ value, onChange, error, readOnly = false }: Props) {
  const { t } = useTranslation();
  const area = useRef<HTMLTextAreaElement>(null);
  // Where the cursor was last; before it was ever there, the end.
  const touched = useRef(false);
  const insert = (written: string): void => {
    const at = touched.current ? area.current : null;
    const [from, to] = at ? [at.selectionStart, at.selectionEnd] : [value.length, value.length];
    const next = (value.slice(0, from) + written + value.slice(to)).slice(0, LONGEST);
    onChange(next);
    // The cursor goes behind what was put in, once the field has the new text.
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(from + written.length, from + written.length);
    });
  };
  return (
    <div>
      <Textarea
        ref={area}
        label={t("sms.body")}
        withAsterisk
        autosize
        minRows={4}
        maxRows={14}
        maxLength={LONGEST}
        readOnly={readOnly}
        value={value}
        error={error}
        onFocus={() => {
          touched.current = true;
        }}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {!readOnly && <MergeChips onPick={insert} />}
    </div>
  );
}
