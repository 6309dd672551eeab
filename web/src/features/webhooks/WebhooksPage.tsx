import { Button, Skeleton, Text, UnstyledButton } from "@mantine/core";
import { IconPlus, IconWebhook } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import { Page } from "@/components/Page";
import classes from "@/components/rows.module.css";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { WebhookFields } from "./WebhookFields";
import { WebhookPanel } from "./WebhookPanel";
import { type Webhook, webhooksQuery } from "./webhooks";

const route = getRouteApi("/shell/settings/webhooks");

/** The systems that are told of what happens here, and how that goes. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery(webhooksQuery);
  const [adding, setAdding] = useState(false);
  const show = (id: number | undefined): void => {
    void navigate({ search: { open: id }, replace: true });
  };
  const kinds = list.data?.kinds ?? [];
  const shown = list.data?.rows.find((one) => one.id === open);
  return (
    <Page
      title={t("webhooks.title")}
      actions={
        <Button
          leftSection={<IconPlus size={15} aria-hidden="true" />}
          onClick={() => setAdding(true)}
        >
          {t("webhooks.add")}
        </Button>
      }
    >
      <Text size="sm" c="dimmed" maw={860} mb="sm">
        {t("webhooks.hint")}
      </Text>
      <Sheet flush>
        {list.isPending && <Skeleton h={120} m="md" w="auto" />}
        {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.data?.rows.length === 0 && (
          <Empty icon={IconWebhook} title={t("webhooks.none")} hint={t("webhooks.noneHint")} />
        )}
        <ul className={classes.list} aria-label={t("webhooks.title")}>
          {list.data?.rows.map((hook) => (
            <Item key={hook.id} hook={hook} onOpen={() => show(hook.id)} />
          ))}
        </ul>
      </Sheet>
      <SidePanel opened={adding} onClose={() => setAdding(false)} title={t("webhooks.add")} wide>
        {adding && <WebhookFields hook={null} kinds={kinds} onDone={() => setAdding(false)} />}
      </SidePanel>
      <SidePanel
        opened={shown !== undefined}
        onClose={() => show(undefined)}
        title={shown?.name ?? ""}
        wide
      >
        {shown && (
          <WebhookPanel key={shown.id} hook={shown} kinds={kinds} onDone={() => show(undefined)} />
        )}
      </SidePanel>
    </Page>
  );
}

function Item({ hook, onOpen }: { hook: Webhook; onOpen: () => void }) {
  const { t } = useTranslation();
  const tone = !hook.active ? "calm" : hook.failed > 0 ? "bad" : "ok";
  const word = !hook.active ? "off" : hook.failed > 0 ? "failing" : "on";
  return (
    <li className={classes.item}>
      <UnstyledButton className={classes.name} onClick={onOpen} title={hook.name}>
        {hook.name}
      </UnstyledButton>
      <Mark tone={tone}>{t(`webhooks.is.${word}`)}</Mark>
      <div className={classes.second}>
        <span className="cut" title={hook.url}>
          {hook.url}
        </span>
        {hook.waiting > 0 && <span>{t("webhooks.waiting", { n: hook.waiting })}</span>}
        {hook.failed > 0 && <span>{t("webhooks.failed", { n: hook.failed })}</span>}
        <span>
          {hook.last_at ? t("webhooks.lastAt", { at: moment(hook.last_at) }) : t("webhooks.never")}
        </span>
      </div>
    </li>
  );
}
