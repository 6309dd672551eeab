import { SegmentedControl, Select } from "@mantine/core";

const WHOSE = ["all", "mine", "none"] as const;
type Whose = Exclude<(typeof WHOSE)[number], "all">;

interface WhoseProps {
  label: string;
  word: (whose: (typeof WHOSE)[number]) => string;
  value: Whose | undefined;
  onChange: (value: Whose | undefined) => void;
}

/** A list narrowed to mine or nobody's; none: everybody's. */
export function WhoseFilter({ label, word, value, onChange }: WhoseProps) {
  return (
    <SegmentedControl
      size="xs"
      aria-label={label}
      value={value ?? "all"}
      onChange={(next) => onChange(next === "mine" || next === "none" ? next : undefined)}
      data={WHOSE.map((one) => ({ value: one, label: word(one) }))}
    />
  );
}

interface ChoiceProps<Choice extends string> {
  label: string;
  /** What is shown while nothing is chosen. */
  placeholder: string;
  choices: readonly Choice[];
  word: (choice: Choice) => string;
  value: Choice | undefined;
  onChange: (value: Choice | undefined) => void;
  w?: number;
}

/** A list narrowed to one of a few kinds; none: not narrowed. */
export function ChoiceFilter<Choice extends string>(props: ChoiceProps<Choice>) {
  const { label, placeholder, choices, word, value, onChange, w = 150 } = props;
  return (
    <Select
      size="xs"
      w={w}
      aria-label={label}
      placeholder={placeholder}
      clearable
      value={value ?? null}
      onChange={(next) => onChange(choices.find((one) => one === next))}
      data={choices.map((one) => ({ value: one, label: word(one) }))}
    />
  );
}
