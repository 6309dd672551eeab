import { NumberInput, type NumberInputProps } from "@mantine/core";
import { useState } from "react";
import { separators } from "./format";

interface Props extends Omit<NumberInputProps, "value" | "onChange"> {
  value: number | null;
  onChange: (value: number | null) => void;
}

const LARGEST = 1e15;

/** What is typed so far, "1." or "1.50" too: the number it is, or none. */
function read(typed: string | number): number | null {
  if (typed === "" || Number.isNaN(Number(typed))) return null;
  return Number(typed);
}

/**
 * A number as the user's language writes it. What is typed stays as it is typed: put in anew as a
 * number, "0," on the way to "0,5" would be emptied, and 5 be left.
 */
export function NumberField({ value, onChange, ...props }: Props) {
  const [typed, setTyped] = useState<string | number>(value ?? "");
  return (
    <NumberInput
      size="sm"
      hideControls
      min={-LARGEST}
      max={LARGEST}
      {...separators()}
      {...props}
      value={read(typed) === value ? typed : (value ?? "")}
      onChange={(next) => {
        setTyped(next);
        onChange(read(next));
      }}
    />
  );
}
