import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Says that a form begins with what was typed into it before it was closed. */
export function DraftBack({ draft }: { draft: { isBack: boolean } }) {
  const { t } = useTranslation();
  return (
    draft.isBack && (
      <Text size="xs" c="dimmed" role="status">
        {t("contacts.form.draft")}
      </Text>
    )
  );
}
