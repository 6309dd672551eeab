import { Alert, Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FormError } from "@/components/FormError";
import { DuplicateNotice, isDuplicate } from "./DuplicateNotice";

interface Props {
  error: unknown;
  pending: boolean;
  onConfirm: () => void;
  /** Somebody else was faster: what they saved, put under what was typed. */
  onTakeNew?: (() => void) | undefined;
}

/** Why a form was not saved; duplicates are told with whom they are of. */
export function FormTrouble({ error, pending, onConfirm, onTakeNew }: Props) {
  if (isDuplicate(error)) {
    return <DuplicateNotice error={error} pending={pending} onConfirm={onConfirm} />;
  }
  return <FormError error={error} onTakeNew={onTakeNew} />;
}

/** The form begins with what was typed before and not saved. */
export function DraftNotice({ onDrop }: { onDrop: () => void }) {
  const { t } = useTranslation();
  return (
    <Alert color="gray" p="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t("contacts.form.draft")}</Text>
        <Button variant="subtle" size="compact-xs" onClick={onDrop}>
          {t("contacts.form.dropDraft")}
        </Button>
      </Group>
    </Alert>
  );
}
