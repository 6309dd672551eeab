import { Alert, Button, Group, Stack } from "@mantine/core";
import { IconKey, IconSend, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useTellProblem } from "@/components/problem";
import { SecretOnce } from "@/components/SecretOnce";
import { useWords } from "@/i18n/words";
import { Deliveries } from "./Deliveries";
import { WebhookFields } from "./WebhookFields";
import { useDeleteWebhook, useRenewSecret, useTestWebhook, type Webhook } from "./webhooks";

interface Props {
  hook: Webhook;
  kinds: readonly string[];
  onDone: () => void;
}

/** One webhook: test it, change it, see what became of what was sent. */
export function WebhookPanel({ hook, kinds, onDone }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const tell = useTellProblem();
  const test = useTestWebhook(hook.id);
  const secret = useRenewSecret(hook.id);
  const drop = useDeleteWebhook();
  const [sure, setSure] = useState<"drop" | "secret" | null>(null);
  const twice = (what: "drop" | "secret", action: () => void): void => {
    setSure(sure === what ? null : what);
    if (sure === what) action();
  };
  return (
    <Stack gap="sm">
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          loading={test.isPending}
          leftSection={<IconSend size={14} aria-hidden="true" />}
          onClick={() => test.mutate(undefined, { onError: tell })}
        >
          {t("webhooks.test")}
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={secret.isPending}
          leftSection={<IconKey size={14} aria-hidden="true" />}
          onClick={() => twice("secret", () => secret.mutate(undefined, { onError: tell }))}
        >
          {t(sure === "secret" ? "webhooks.renewSure" : "webhooks.renew")}
        </Button>
        <Button
          size="xs"
          variant="default"
          c="var(--bad)"
          loading={drop.isPending}
          leftSection={<IconTrash size={14} aria-hidden="true" />}
          onClick={() =>
            twice("drop", () => drop.mutate(hook.id, { onSuccess: onDone, onError: tell }))
          }
        >
          {t(sure === "drop" ? "webhooks.deleteSure" : "webhooks.delete")}
        </Button>
      </Group>
      {test.data && (
        <Alert color={test.data.state === "done" ? "green" : "red"} role="status">
          {test.data.state === "done"
            ? t("webhooks.testDone", { status: test.data.status })
            : t("webhooks.testFailed", {
                why: test.data.status
                  ? `HTTP ${test.data.status}`
                  : words("errors", test.data.answer ?? ""),
              })}
        </Alert>
      )}
      {secret.data && <SecretOnce secret={secret.data.secret} label={t("webhooks.secret")} />}
      <WebhookFields hook={hook} kinds={kinds} onDone={onDone} />
      <Deliveries webhookId={hook.id} />
    </Stack>
  );
}
