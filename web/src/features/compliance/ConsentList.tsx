import { Button, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, remove } from "@/api/client";
import type { Consents } from "@/api/types";
import { moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import { tellDone, useTellProblem } from "@/components/problem";
import classes from "./compliance.module.css";

type Consent = Consents["rows"][number];

/** All that a number ever agreed to; what still holds can be taken back. */
export function ConsentList({ number }: { number: string }) {
  const { t } = useTranslation();
  const consents = useQuery({
    queryKey: ["consents", number],
    queryFn: ({ signal }) => get<Consents>("/consents", { number }, signal),
  });
  const rows = consents.data?.rows ?? [];
  if (!consents.isSuccess) return null;
  if (rows.length === 0) return t("consents.none");
  return (
    <ul className={classes.consents}>
      {rows.map((consent) => (
        <ConsentLine key={`${consent.channel}${consent.given_at}`} consent={consent} />
      ))}
    </ul>
  );
}

function ConsentLine({ consent }: { consent: Consent }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () =>
      remove<void>(`/consents/${encodeURIComponent(consent.e164)}`, { channel: consent.channel }),
    onSuccess: async () => {
      tellDone(t("consents.withdrawnNow"));
      await client.invalidateQueries({ queryKey: ["consents"] });
      await client.invalidateQueries({ queryKey: ["number"] });
    },
    onError: tell,
  });
  return (
    <li>
      <Mark tone={consent.withdrawn_at ? "calm" : "ok"}>
        {consent.withdrawn_at
          ? t("consents.withdrawn", { at: moment(consent.withdrawn_at) })
          : t("consents.since", { at: moment(consent.given_at) })}
      </Mark>
      {!consent.withdrawn_at && (
        <Button
          variant="subtle"
          size="compact-xs"
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate()}
        >
          {t("consents.withdraw")}
        </Button>
      )}
      <Text size="sm" c="dimmed">
        {consent.scope} · {consent.evidence}
      </Text>
    </li>
  );
}
