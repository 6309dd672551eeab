import { IconStarFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

export function PrimaryStar() {
  const { t } = useTranslation();
  const label = t("contacts.primary");
  return (
    <span role="img" aria-label={label} title={label} style={{ display: "inline-flex" }}>
      <IconStarFilled size={13} color="var(--warn)" aria-hidden="true" />
    </span>
  );
}
