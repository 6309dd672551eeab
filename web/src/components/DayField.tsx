import { useTranslation } from "react-i18next";
import { readDay, writeDay } from "./moments";
import { TypedField, type TypedProps } from "./TypedField";

/** A day of the calendar, as dd/MM/yyyy; the value is 2026-11-21. */
export function DayField(props: TypedProps) {
  const { t } = useTranslation();
  return (
    <TypedField
      {...props}
      picker="date"
      read={readDay}
      write={writeDay}
      hint={t("common.dayHint")}
      wrong={t("common.dayWrong")}
    />
  );
}
