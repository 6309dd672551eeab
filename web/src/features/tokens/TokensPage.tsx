import { Button, Skeleton, Table, Text } from "@mantine/core";
import { IconKey, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/api/client";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { day, moment } from "@/components/format";
import { Mark, type Tone } from "@/components/Mark";
import { Page } from "@/components/Page";
import { useTellProblem } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { useWords } from "@/i18n/words";
import { TokenPanel } from "./TokenPanel";
import { type ApiToken, stateOf, tokensQuery, useRevokeToken } from "./tokens";

const TONES: Record<ReturnType<typeof stateOf>, Tone> = {
  active: "ok",
  expired: "warn",
  revoked: "calm",
};

/** One's own API keys: what each may do, when it was last used; made and revoked here. */
export function TokensPage() {
  const { t } = useTranslation();
  const list = useQuery(tokensQuery);
  const [adding, setAdding] = useState(false);
  const add = (
    <Button leftSection={<IconPlus size={15} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {t("tokens.add")}
    </Button>
  );
  return (
    <Page title={t("tokens.title")} actions={add}>
      <Text size="sm" c="dimmed" maw={860} mb="sm">
        {t("tokens.hint")} <a href="/docs/">{t("shell.apiDocs")}</a>
      </Text>
      <Sheet flush>
        {list.isPending && <Skeleton h={120} m="md" w="auto" />}
        {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.data?.rows.length === 0 && (
          <Empty icon={IconKey} title={t("tokens.none")} hint={t("tokens.noneHint")} />
        )}
        {list.data && list.data.rows.length > 0 && (
          <Table.ScrollContainer minWidth={620} type="native">
            <Table verticalSpacing={9} horizontalSpacing="md" aria-label={t("tokens.title")}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("tokens.name")}</Table.Th>
                  <Table.Th>{t("tokens.scopes")}</Table.Th>
                  <Table.Th>{t("tokens.lastUsed")}</Table.Th>
                  <Table.Th>{t("tokens.state")}</Table.Th>
                  <Table.Th />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.data.rows.map((token) => (
                  <Row key={token.id} token={token} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Sheet>
      <SidePanel opened={adding} onClose={() => setAdding(false)} title={t("tokens.add")}>
        <TokenPanel onDone={() => setAdding(false)} />
      </SidePanel>
    </Page>
  );
}

function Row({ token }: { token: ApiToken }) {
  const { t } = useTranslation();
  const words = useWords();
  const tell = useTellProblem();
  const revoke = useRevokeToken();
  const [sure, setSure] = useState(false);
  const state = stateOf(token, serverNow());
  return (
    <Table.Tr>
      <Table.Td>
        <strong>{token.name}</strong>
        <Text size="sm" c="dimmed" ff="monospace">
          {token.start}…
        </Text>
      </Table.Td>
      <Table.Td maw={320}>
        <Text size="sm">{token.scopes.map((one) => words("rights", one)).join(", ")}</Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm">
          {token.last_used_at ? moment(token.last_used_at) : t("tokens.neverUsed")}
        </Text>
        {token.last_address && (
          <Text size="sm" c="dimmed">
            {token.last_address}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Mark tone={TONES[state]}>{t(`tokens.states.${state}`)}</Mark>
        {state === "active" && (
          <Text size="sm" c="dimmed">
            {token.expires_at
              ? t("tokens.until", { on: day(token.expires_at) })
              : t("tokens.lasting.never")}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">
        {state === "active" && (
          <Button
            variant="subtle"
            color="red"
            size="compact-sm"
            loading={revoke.isPending}
            aria-label={t(sure ? "tokens.revokeSureWhich" : "tokens.revokeWhich", {
              name: token.name,
            })}
            onBlur={() => setSure(false)}
            onClick={() => (sure ? revoke.mutate(token.id, { onError: tell }) : setSure(true))}
          >
            {t(sure ? "tokens.revokeSure" : "tokens.revoke")}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
