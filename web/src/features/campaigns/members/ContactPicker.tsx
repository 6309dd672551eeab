import { Button, Checkbox, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { ContactPage } from "@/api/types";
import { counted } from "@/components/format";
import { SearchInput } from "@/components/SearchInput";
import classes from "./members.module.css";

interface Props {
  adding: boolean;
  onAdd: (contactIds: number[]) => void;
}

/** Choose contacts; the choice is kept while the search changes. */
export function ContactPicker({ adding, onAdd }: Props) {
  const { t } = useTranslation();
  const [query, setQuery] = useState<string>();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const found = useQuery({
    queryKey: ["contacts", "picker", query],
    queryFn: ({ signal }) => get<ContactPage>("/contacts", { q: query, limit: 200 }, signal),
  });
  const rows = found.data?.rows ?? [];
  const toggle = (id: number): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const all = rows.length > 0 && rows.every((row) => chosen.has(row.id));
  return (
    <Stack gap="xs">
      <SearchInput value={query} onChange={setQuery} label={t("contacts.search")} w="100%" />
      <Group justify="space-between">
        <Checkbox
          size="sm"
          label={t("members.chooseAll", counted(rows.length))}
          checked={all}
          disabled={rows.length === 0}
          onChange={() => {
            const next = new Set(chosen);
            for (const row of rows) {
              if (all) next.delete(row.id);
              else next.add(row.id);
            }
            setChosen(next);
          }}
        />
        <Button
          disabled={chosen.size === 0}
          loading={adding}
          onClick={() => {
            onAdd([...chosen]);
            setChosen(new Set());
          }}
        >
          {t("members.addChosen", counted(chosen.size))}
        </Button>
      </Group>
      {found.isPending && <Skeleton h={200} />}
      <Stack gap={6} mah={420} style={{ overflow: "auto" }}>
        {rows.map((row) => (
          <Checkbox
            key={row.id}
            size="sm"
            checked={chosen.has(row.id)}
            onChange={() => toggle(row.id)}
            label={
              <>
                {row.name}{" "}
                <span className={classes.second}>
                  {[row.phones[0]?.badge.display, row.customer !== row.name ? row.customer : null]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </>
            }
          />
        ))}
      </Stack>
      {found.isSuccess && rows.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("shell.nothingFound")}
        </Text>
      )}
      {found.data && found.data.total > rows.length && (
        <Text size="xs" c="dimmed">
          {t("members.moreFound", counted(found.data.total))}
        </Text>
      )}
    </Stack>
  );
}
