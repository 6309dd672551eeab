import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props {
  label: string;
  /** What is shown while nothing is chosen. */
  placeholder: string;
  options: readonly { id: number; name: string }[];
  value: number | undefined;
  onChange: (id: number | undefined) => void;
  /** The server looks for what is typed, and `options` is what it found; else it is done here. */
  onSearch?: (typed: string) => void;
  w: number;
  size?: "xs" | "sm";
}

/** A list narrowed to one of many, found as one types; none: not narrowed. */
export function PickFilter({ label, options, value, onChange, onSearch, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <Select
      searchable
      clearable
      aria-label={label}
      nothingFoundMessage={t("shell.nothingFound")}
      {...(onSearch && { onSearchChange: onSearch, filter: ({ options: found }) => found })}
      data={options.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={value === undefined ? null : String(value)}
      onChange={(next) => onChange(next === null ? undefined : Number(next))}
      {...rest}
    />
  );
}
