import { Button, Group, List, Modal, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Wanted } from "./CallsProvider";
import { useReasons } from "./reasons";

export interface Question {
  wanted: Wanted;
  decision: string;
  reasons: string[];
}

interface Props {
  question: Question | null;
  busy: boolean;
  onCancel: () => void;
  onConfirm: (question: Question, reason: string | null) => void;
}

/** R246: the number may be called only after a yes; who said it, and why, is recorded. */
export function ConfirmCall({ question, busy, onCancel, onConfirm }: Props) {
  const { t } = useTranslation();
  const reasons = useReasons();
  const [why, setWhy] = useState("");
  const asked = question?.decision;
  useEffect(() => {
    if (asked !== undefined) setWhy("");
  }, [asked]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (question) onConfirm(question, why.trim() || null);
  };
  return (
    <Modal
      opened={question !== null}
      onClose={onCancel}
      title={t("calls.confirmTitle")}
      closeButtonProps={{ "aria-label": t("common.close") }}
      centered
      size="md"
    >
      {question && (
        <form onSubmit={submit}>
          <Stack gap="sm">
            <Text fw={600} size="lg">
              {question.wanted.display}
            </Text>
            <List size="sm" spacing={4}>
              {reasons(question.reasons).map((reason) => (
                <List.Item key={reason}>{reason}</List.Item>
              ))}
            </List>
            <Textarea
              label={t("calls.confirmReason")}
              description={t("calls.confirmAudited")}
              autosize
              minRows={2}
              maxLength={500}
              data-autofocus
              value={why}
              onChange={(event) => setWhy(event.currentTarget.value)}
            />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onCancel}>
                {t("common.cancel")}
              </Button>
              <Button type="submit" loading={busy}>
                {t("calls.confirmYes")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
