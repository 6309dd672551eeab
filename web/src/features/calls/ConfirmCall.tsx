import { Button, Checkbox, Group, List, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Wanted } from "./CallsProvider";
import { useReasons } from "./reasons";

export interface Question {
  wanted: Wanted;
  decision: string;
  reasons: string[];
  /** The rules in force want a reason, or a word that it is no advertising (R247). */
  needsReason: boolean;
  careOnly: boolean;
}

export interface Yes {
  reason: string | null;
  not_advertising: boolean;
}

interface Props {
  question: Question | null;
  busy: boolean;
  onCancel: () => void;
  onConfirm: (question: Question, yes: Yes) => void;
}

/** R246: the number may be called only after a yes; who said it, and why, is recorded. */
export function ConfirmCall({ question, busy, onCancel, onConfirm }: Props) {
  const { t } = useTranslation();
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
        <Asked
          key={question.decision}
          question={question}
          busy={busy}
          onCancel={onCancel}
          onConfirm={onConfirm}
        />
      )}
    </Modal>
  );
}

function Asked({ question, busy, onCancel, onConfirm }: Props & { question: Question }) {
  const { t } = useTranslation();
  const reasons = useReasons();
  const form = useForm({
    initialValues: { why: "", careOnly: false },
    validate: {
      why: (value) =>
        question.needsReason && !value.trim() ? t("calls.confirmReasonNeeded") : null,
      careOnly: (value) => (question.careOnly && !value ? t("calls.confirmStateNeeded") : null),
    },
  });
  const submit = form.onSubmit(({ why, careOnly }) =>
    onConfirm(question, { reason: why.trim() || null, not_advertising: careOnly }),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <Text fw={600} size="lg">
          {question.wanted.display}
        </Text>
        <List size="sm" spacing={4}>
          {reasons(question.reasons).map((reason) => (
            <List.Item key={reason}>{reason}</List.Item>
          ))}
        </List>
        {question.careOnly && (
          <Checkbox
            label={t("calls.confirmNoAdvertising")}
            {...form.getInputProps("careOnly", { type: "checkbox" })}
          />
        )}
        <Textarea
          label={t("calls.confirmReason")}
          description={t("calls.confirmAudited")}
          withAsterisk={question.needsReason}
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
          {...form.getInputProps("why")}
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
  );
}
