import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { CallCard, ContactPage } from "@/api/types";
import { useTellProblem } from "@/components/problem";
import { SearchInput } from "@/components/SearchInput";
import { useAttachExisting } from "./attach";
import classes from "./desk.module.css";

/** Look for the caller by name, and give them the call (and the number). */
export function AttachExisting({ call, onCancel }: { call: CallCard; onCancel: () => void }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const [query, setQuery] = useState<string>();
  const [keepNumber, setKeepNumber] = useState(true);
  const attach = useAttachExisting(call);
  const found = useQuery({
    queryKey: ["contacts", "attach", query],
    queryFn: ({ signal }) => get<ContactPage>("/contacts", { q: query, limit: 8 }, signal),
    enabled: Boolean(query),
    placeholderData: keepPreviousData,
  });
  const rows = query ? (found.data?.rows ?? []) : [];
  return (
    <Stack gap="xs">
      <SearchInput value={query} onChange={setQuery} label={t("contacts.search")} w="100%" />
      <Checkbox
        size="xs"
        checked={keepNumber}
        onChange={(event) => setKeepNumber(event.currentTarget.checked)}
        label={t("desk.keepNumber", { number: call.display })}
      />
      <ul className={classes.matches}>
        {rows.map((row) => (
          <li key={row.id} className={classes.match}>
            <div className={classes.matchText}>
              <strong className="cut" title={row.name}>
                {row.name}
              </strong>
              <span className="cut">
                {[row.customer, row.owner?.name].filter(Boolean).join(" · ")}
              </span>
            </div>
            <Button
              variant="light"
              aria-label={t("desk.chooseWhom", { name: row.name })}
              loading={attach.isPending && attach.variables.contactId === row.id}
              onClick={() =>
                attach.mutate(
                  { customerId: row.customer_id, contactId: row.id, keepNumber },
                  { onError: tell },
                )
              }
            >
              {t("desk.choose")}
            </Button>
          </li>
        ))}
      </ul>
      {query && found.isSuccess && rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("shell.nothingFound")}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {t("common.back")}
        </Button>
      </Group>
    </Stack>
  );
}
