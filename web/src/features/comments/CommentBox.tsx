import { Alert, Button, CloseButton, Group, Kbd, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { useDraft } from "@/components/drafts";
import { useTellProblem } from "@/components/problem";
import { Attachments } from "./Attachments";
import { CommentBar } from "./CommentBar";
import type { Comment } from "./comments";
import { useLocate } from "./locate";
import { MentionBox } from "./MentionBox";
import type { Place } from "./places";
import { useSend } from "./useSend";

interface Props {
  customer: Customer;
  /** Whom it answers; null: a comment of its own. */
  to: Comment | null;
  onAnswered: () => void;
}

/** Says who of those mentioned could not be told. */
export function useTellUntold(): (said: Comment) => void {
  const { t } = useTranslation();
  return ({ untold }) => {
    if (untold.length === 0) return;
    const names = untold.map((one) => one.name).join(", ");
    notifications.show({
      color: "yellow",
      message: t("comments.untold", { names }),
      role: "alert",
    });
  };
}

/** The box at the bottom (R190); what is typed is kept until it is posted. */
export function CommentBox({ customer, to, onAnswered }: Props) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const tellUntold = useTellUntold();
  const [text, setText] = useDraft(`comment/${customer.id}`);
  const send = useSend(customer.id);
  const [place, setPlace] = useState<Place | null>(null);
  const [refused, setRefused] = useState<string[]>([]);
  const { locate, looking, trouble } = useLocate(setPlace);
  const name = to?.by?.name ?? t("comments.somebody");
  const isEmpty = !text.trim() && send.files.length === 0 && place === null;
  const post = (): void => {
    if (isEmpty || send.busy) return;
    send.post({ body: text.trim(), to: to?.id ?? null, place }).then((said) => {
      setText("");
      setPlace(null);
      setRefused([]);
      onAnswered();
      tellUntold(said);
    }, tell);
  };
  const troubles = [...refused, ...(trouble ? [t(`comments.place.${trouble}`)] : [])];
  return (
    <div>
      {to && (
        <Group gap={6} mb={4} wrap="nowrap">
          <Text size="sm" c="dimmed" className="cut">
            {t("comments.replying", { name })}
          </Text>
          <CloseButton size="sm" aria-label={t("comments.stopReplying")} onClick={onAnswered} />
        </Group>
      )}
      <MentionBox
        customerId={customer.id}
        label={to ? t("comments.replyTo", { name }) : t("comments.write")}
        placeholder={t("comments.hint")}
        value={text}
        onChange={setText}
        onSend={post}
        onEscape={onAnswered}
      />
      <Attachments
        files={send.files}
        place={place}
        onDropFile={send.drop}
        onDropPlace={() => setPlace(null)}
      />
      {troubles.length > 0 && (
        <Alert color="yellow" role="alert" mt={8} p="xs">
          {troubles.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </Alert>
      )}
      <Group justify="space-between" mt={8} gap="xs">
        <CommentBar
          customer={customer}
          onFiles={(files) => setRefused(send.add(files))}
          onLocate={locate}
          locating={looking}
        />
        <Group gap="xs">
          <Text size="xs" c="dimmed" className="wide-only">
            <Kbd size="xs">Ctrl+Enter</Kbd> {t("comments.keys")}
          </Text>
          <Button onClick={post} loading={send.busy} disabled={isEmpty}>
            {t("comments.post")}
          </Button>
        </Group>
      </Group>
    </div>
  );
}
