import { Stack, Text } from "@mantine/core";
import { IconListDetails } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Query } from "@/api/client";
import { Empty } from "@/components/Empty";
import { moment, span } from "@/components/format";
import { Paged } from "@/components/Paged";
import classes from "@/components/rows.module.css";
import { usePages } from "@/components/usePages";
import type { KpiEntry, Part } from "./kpi";

/** Which tab of the customer shows such a thing. */
const TABS: Record<Part, { tab?: string; kind?: "call" }> = {
  tasks: { tab: "tasks" },
  comments: { tab: "comments" },
  calls: { kind: "call" },
};

interface Props {
  part: Part;
  period: Query;
  user: number | undefined;
}

/** What a figure counts, one by one, the newest first. */
export function EntriesPanel({ part, period, user }: Props) {
  const { t } = useTranslation();
  const list = usePages<KpiEntry>(["kpi", "entries"], "/reports/kpi/entries", {
    ...period,
    part,
    user_id: user,
  });
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {t(`kpi.partHint.${part}`)} {t("kpi.seenOnly")}
      </Text>
      <Paged
        list={list}
        empty={
          <Empty icon={IconListDetails} title={t("kpi.noEntries")} hint={t("kpi.noEntriesHint")} />
        }
      >
        <ul className={classes.list} aria-label={t(`kpi.part.${part}`)}>
          {list.rows.map((entry) => (
            <li key={entry.id} className={classes.item}>
              {entry.customer ? (
                <Link
                  to="/customers/$customerId"
                  params={{ customerId: String(entry.customer.id) }}
                  search={TABS[part]}
                  className={classes.name}
                  title={entry.customer.name}
                >
                  {entry.customer.name}
                </Link>
              ) : (
                <span className={classes.name}>{entry.text ?? t("kpi.noCustomer")}</span>
              )}
              <span>{entry.talk_s === null ? "" : span(entry.talk_s)}</span>
              {entry.customer && entry.text && (
                <Text size="sm" lineClamp={2} style={{ gridColumn: "1 / -1" }}>
                  {entry.text}
                </Text>
              )}
              <span className={classes.second}>
                <span>{moment(entry.at)}</span>
                <span>{entry.user?.name}</span>
              </span>
            </li>
          ))}
        </ul>
      </Paged>
    </Stack>
  );
}
