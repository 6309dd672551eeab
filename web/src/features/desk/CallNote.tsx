import { Text, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CallCard } from "@/api/types";
import { useDraft } from "@/components/drafts";
import { Sheet } from "@/components/Sheet";

/** A note for a caller nobody knows yet: kept, and saved with the wrap-up or the new customer. */
export function CallNote({ call }: { call: CallCard }) {
  const { t } = useTranslation();
  const [text, setText] = useDraft(`call/${call.id}`);
  return (
    <Sheet>
      <Textarea
        label={t("contacts.note")}
        placeholder={t("contacts.noteHint")}
        autosize
        minRows={4}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Text size="xs" c="dimmed" mt={6}>
        {t("desk.noteKept")}
      </Text>
    </Sheet>
  );
}
