import { useTranslation } from "react-i18next";
import { readMoment, writeMoment } from "./moments";
import { TypedField, type TypedProps } from "./TypedField";

/** A day and an hour, as dd/MM/yyyy HH:mm; the value is 2026-11-21T14:02. */
export function MomentField(props: TypedProps) {
  const { t } = useTranslation();
  return (
    <TypedField
      {...props}
      picker="datetime-local"
      read={readMoment}
      write={writeMoment}
      hint={t("common.momentHint")}
      wrong={t("common.momentWrong")}
    />
  );
}
