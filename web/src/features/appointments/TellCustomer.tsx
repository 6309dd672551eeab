import { Checkbox } from "@mantine/core";
import { useTranslation } from "react-i18next";

interface Props {
  /** Where the mail goes; null: who is met has no address. */
  to: string | null;
  /** They were invited before: they are told of what changes. */
  told: boolean;
  value: boolean;
  onChange: (tells: boolean) => void;
}

/** Whether the customer gets an e-mail with the event for their calendar (R201). */
export function TellCustomer({ to, told, value, onChange }: Props) {
  const { t } = useTranslation();
  const hint =
    to === null
      ? t("care.mail.noAddress")
      : t(told ? "care.mail.changeHint" : "care.mail.hint", { to });
  return (
    <Checkbox
      label={t("care.mail.tell")}
      description={hint}
      disabled={to === null}
      checked={value && to !== null}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
