import { Button, CloseButton, Group, Kbd, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { useDraft } from "@/components/drafts";
import { useTellProblem } from "@/components/problem";
import { CommentBar } from "./CommentBar";
import { type Comment, useSayComment } from "./comments";
import { MentionBox } from "./MentionBox";

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
  const say = useSayComment(customer.id);
  const name = to?.by?.name ?? t("comments.somebody");
  const post = (): void => {
    const body = text.trim();
    if (!body || say.isPending) return;
    say.mutate(
      { id: null, body, to: to?.id ?? null },
      {
        onSuccess: (said) => {
          setText("");
          onAnswered();
          tellUntold(said);
        },
        onError: tell,
      },
    );
  };
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
      <Group justify="space-between" mt={8} gap="xs">
        <CommentBar customer={customer} />
        <Group gap="xs">
          <Text size="xs" c="dimmed" className="wide-only">
            <Kbd size="xs">Ctrl+Enter</Kbd> {t("comments.keys")}
          </Text>
          <Button onClick={post} loading={say.isPending} disabled={!text.trim()}>
            {t("comments.post")}
          </Button>
        </Group>
      </Group>
    </div>
  );
}
