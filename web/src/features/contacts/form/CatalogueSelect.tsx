import { Select, type SelectProps } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CatalogueValue } from "@/api/types";

interface Props extends Omit<SelectProps, "data" | "value" | "onChange"> {
  /** Undefined while they are not known yet. */
  options: CatalogueValue[] | undefined;
  value: number | null;
  onChange: (value: number | null) => void;
}

/** One value of a pick list; nothing else can be typed (R023). */
export function CatalogueSelect({ options, value, onChange, ...rest }: Props) {
  const { t } = useTranslation();
  return (
    <Select
      {...rest}
      searchable
      clearable
      nothingFoundMessage={t("shell.nothingFound")}
      placeholder={options?.length === 0 ? t("contacts.form.noOptions") : undefined}
      data={(options ?? []).map((one) => ({ value: String(one.id), label: one.label }))}
      value={value === null ? null : String(value)}
      onChange={(next) => onChange(next === null ? null : Number(next))}
    />
  );
}
