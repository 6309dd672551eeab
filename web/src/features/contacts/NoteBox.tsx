import { Button, Group, Kbd, Text, Textarea } from "@mantine/core";
import { getHotkeyHandler } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useDraft } from "@/components/drafts";
import { tellDone, useTellProblem } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { useAddNote } from "./customers";

interface Props {
  customerId: number;
  /** Where the unsaved text is kept; one per call at the desk, one per customer elsewhere. */
  draftKey: string;
  contactId?: number | null;
  callId?: string | null;
  /** What else can be kept of a talk. */
  actions?: ReactNode;
}

/** A note; Ctrl+Enter saves. What is typed is never lost before it is saved. */
export function NoteBox(props: Props) {
  const { customerId, draftKey, contactId = null, callId = null, actions } = props;
  const { t } = useTranslation();
  const tell = useTellProblem();
  const [text, setText] = useDraft(draftKey);
  const add = useAddNote(customerId);
  const save = (): void => {
    const body = text.trim();
    if (!body || add.isPending) return;
    add.mutate(
      { body, contact_id: contactId, call_id: callId },
      {
        onSuccess: () => {
          setText("");
          tellDone(t("contacts.noteSaved"));
        },
        onError: tell,
      },
    );
  };
  return (
    <Sheet>
      <Textarea
        label={t("contacts.note")}
        placeholder={t("contacts.noteHint")}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={getHotkeyHandler([["mod+Enter", save]])}
      />
      <Group justify="space-between" mt={8} gap="xs">
        <Text size="xs" c="dimmed">
          <Kbd size="xs">Ctrl+Enter</Kbd> {t("contacts.noteKeys")}
        </Text>
        <Group gap="xs">
          {actions}
          <Button onClick={save} loading={add.isPending} disabled={!text.trim()}>
            {t("contacts.saveNote")}
          </Button>
        </Group>
      </Group>
    </Sheet>
  );
}
