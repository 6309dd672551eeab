import { Chip, Group, Skeleton, Stack } from "@mantine/core";
import { IconTimeline } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { TimelineEntry } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Paged } from "@/components/Paged";
import { Sheet } from "@/components/Sheet";
import { usePages } from "@/components/usePages";
import { LiveCustomer } from "@/features/comments/LiveCustomer";
import classes from "./contacts.module.css";
import { TimelineLine } from "./TimelineLine";
import { TIMELINE_KINDS, type TimelineKind } from "./timelineKinds";

export type { TimelineKind };

interface Props {
  customerId: number;
  kind: TimelineKind | undefined;
  onKind: (kind: TimelineKind | undefined) => void;
}

/** Everything that happened with a customer, newest first. */
export function TimelinePanel({ customerId, kind, onKind }: Props) {
  const { t } = useTranslation();
  const list = usePages<TimelineEntry>(
    ["timeline", customerId],
    `/customers/${customerId}/timeline`,
    { kind },
  );
  return (
    <Sheet title={t("timeline.title")} flush>
      <div className={classes.timelineFilter}>
        <Chip.Group
          value={kind ?? "all"}
          onChange={(value) => onKind(TIMELINE_KINDS.find((one) => one === value))}
        >
          <Group gap={4} role="group" aria-label={t("timeline.filter")}>
            <Chip size="xs" value="all">
              {t("timeline.all")}
            </Chip>
            {TIMELINE_KINDS.map((one) => (
              <Chip key={one} size="xs" value={one}>
                {t(`timeline.kinds.${one}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </div>
      <LiveCustomer customerId={customerId} />
      <Paged
        list={list}
        empty={
          <Empty icon={IconTimeline} title={t("timeline.none")} hint={t("timeline.noneHint")} />
        }
        waiting={
          <Stack p="md" gap="md" aria-hidden="true">
            <Skeleton h={34} />
            <Skeleton h={34} />
            <Skeleton h={34} />
          </Stack>
        }
      >
        <ol className={classes.timeline} aria-label={t("timeline.title")}>
          {list.rows.map((entry) => (
            <TimelineLine key={entry.id} entry={entry} />
          ))}
        </ol>
      </Paged>
    </Sheet>
  );
}
