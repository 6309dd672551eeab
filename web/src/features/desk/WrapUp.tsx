import { Button, Group, Kbd, Skeleton, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { post } from "@/api/client";
import type { CallCard } from "@/api/types";
import { readDraft, writeDraft } from "@/components/drafts";
import { useTellProblem } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { Timer } from "@/components/Timer";
import { useWords } from "@/i18n/words";
import classes from "./desk.module.css";
import { dispositionOfKey } from "./dispositionKeys";
import { dispositionsQuery, useDispositionLabel } from "./dispositions";

/** After the hang-up: a result by click or key 1–9, then finish. Nothing is chosen beforehand. */
export function WrapUp({ call, active }: { call: CallCard; active: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  const tell = useTellProblem();
  const client = useQueryClient();
  const labelOf = useDispositionLabel();
  const dispositions = useQuery(dispositionsQuery);
  const [chosen, setChosen] = useState<string | null>(call.disposition);
  const draftKey = `call/${call.id}`;
  const finish = useMutation({
    mutationFn: () =>
      post<unknown>(`/calls/${call.id}/wrap-up`, {
        disposition: chosen,
        note: readDraft(draftKey).trim() || null,
      }),
    onSuccess: async () => {
      writeDraft(draftKey, "");
      await client.invalidateQueries({ queryKey: ["timeline"] });
      await client.invalidateQueries({ queryKey: ["calls"] });
    },
    onError: tell,
  });
  const rows = dispositions.data?.rows;
  useEffect(() => {
    if (!rows || !active) return;
    const press = (event: KeyboardEvent): void => {
      const code = dispositionOfKey(event, rows);
      if (code === null) return;
      event.preventDefault();
      setChosen(code);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [rows, active]);
  const talked = call.answered_at && call.ended_at;
  return (
    <Sheet
      title={t("desk.wrapUp")}
      actions={
        <Group gap="md">
          <Text size="sm" c="dimmed">
            {call.outcome && words("outcomes", call.outcome)}
            {talked && (
              <>
                {" · "}
                <Timer since={call.answered_at ?? ""} until={call.ended_at} />
              </>
            )}
          </Text>
          <Button onClick={() => finish.mutate()} loading={finish.isPending}>
            {t("desk.finish")}
          </Button>
        </Group>
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset can't lie in the strip's row */}
      <div className={classes.dispositions} role="group" aria-label={t("desk.result")}>
        {rows?.map((row) => (
          <Button
            key={row.code}
            variant={chosen === row.code ? "filled" : "default"}
            aria-pressed={chosen === row.code}
            aria-keyshortcuts={row.position <= 9 ? String(row.position) : undefined}
            leftSection={row.position <= 9 && <Kbd size="xs">{row.position}</Kbd>}
            onClick={() => setChosen(chosen === row.code ? null : row.code)}
          >
            {labelOf(row)}
          </Button>
        ))}
        {dispositions.isPending && <Skeleton h={30} />}
      </div>
    </Sheet>
  );
}
