import { Button, Chip, Group, Text } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import { Paged } from "@/components/Paged";
import { useTellProblem } from "@/components/problem";
import classes from "@/components/rows.module.css";
import { Sheet } from "@/components/Sheet";
import { usePages } from "@/components/usePages";
import { useWords } from "@/i18n/words";
import { DELIVERY_TONES, type Delivery, useSendAgain } from "./webhooks";

const STATES = ["all", "waiting", "done", "failed"] as const;

/** What was and is to be sent to one webhook, the newest first. */
export function Deliveries({ webhookId }: { webhookId: number }) {
  const { t } = useTranslation();
  const [state, setState] = useState<(typeof STATES)[number]>("all");
  const list = usePages<Delivery>(
    ["webhooks", webhookId, "deliveries"],
    `/webhooks/${webhookId}/deliveries`,
    { state },
  );
  return (
    <Sheet title={t("webhooks.deliveries")} flush>
      <Chip.Group
        value={state}
        onChange={(value) => setState(STATES.find((one) => one === value) ?? "all")}
      >
        <Group gap={4} px={14} py={8} role="group" aria-label={t("webhooks.deliveries")}>
          {STATES.map((one) => (
            <Chip key={one} size="xs" value={one}>
              {t(`webhooks.states.${one}`)}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <Paged list={list} empty={<Empty icon={IconSend} title={t("webhooks.noDeliveries")} />}>
        <ul className={classes.list} aria-label={t("webhooks.deliveries")}>
          {list.rows.map((one) => (
            <Line key={one.id} webhookId={webhookId} delivery={one} />
          ))}
        </ul>
      </Paged>
    </Sheet>
  );
}

function Line({ webhookId, delivery }: { webhookId: number; delivery: Delivery }) {
  const { t } = useTranslation();
  const words = useWords();
  const tell = useTellProblem();
  const again = useSendAgain(webhookId);
  const { status, answer, tries, state } = delivery;
  const what = answer ? words("errors", answer.replaceAll(/\s+/g, " ").slice(0, 160)) : "";
  return (
    <li className={classes.item}>
      <span className={classes.name} title={delivery.event_id}>
        {words("changes", delivery.kind)}
      </span>
      <Mark tone={DELIVERY_TONES[state]}>{t(`webhooks.states.${state}`)}</Mark>
      <div className={classes.second}>
        <span>{moment(delivery.created_at)}</span>
        <span>{t("webhooks.tries", { n: tries })}</span>
        {status !== null && <span>HTTP {status}</span>}
        {state === "waiting" && tries > 0 && (
          <span>{t("webhooks.nextAt", { at: moment(delivery.due_at) })}</span>
        )}
      </div>
      {what && state !== "done" && (
        <Text size="sm" className={classes.second}>
          {what}
        </Text>
      )}
      {state !== "waiting" && (
        <Group className={classes.second}>
          <Button
            variant="subtle"
            size="compact-xs"
            loading={again.isPending}
            onClick={() => again.mutate(delivery.id, { onError: tell })}
          >
            {t("webhooks.again")}
          </Button>
        </Group>
      )}
    </li>
  );
}
