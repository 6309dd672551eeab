import { Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { remove } from "@/api/client";
import type { DncEntry } from "@/api/types";
import { FormActions } from "@/components/FormActions";
import { tellDone } from "@/components/problem";

/** A refusal is lifted by hand alone, with a reason that is recorded. */
export function LiftNumber({ entry, onDone }: { entry: DncEntry; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const lift = useMutation({
    mutationFn: () =>
      remove<void>(`/dnc/${entry.list}/${encodeURIComponent(entry.e164)}`, {
        reason: reason.trim(),
      }),
    onSuccess: async () => {
      tellDone(t("dnc.lifted", { number: entry.display }));
      await client.invalidateQueries({ queryKey: ["dnc"] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    lift.mutate(undefined, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text fw={600}>{entry.display}</Text>
        <Text size="sm" c="dimmed">
          {t("dnc.liftHint", { list: t(`dnc.lists.${entry.list}`) })}
        </Text>
        <Textarea
          label={t("dnc.liftReason")}
          withAsterisk
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <FormActions
          submit={t("dnc.lift")}
          color="red"
          disabled={!reason.trim()}
          why={t("dnc.reasonFirst")}
          pending={lift.isPending}
          onCancel={onDone}
          error={lift.error}
        />
      </Stack>
    </form>
  );
}
