import { Button, ScrollArea, SegmentedControl, Skeleton, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBell } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { post } from "@/api/client";
import type { BellView, NotificationView } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Paged } from "@/components/Paged";
import { useTellProblem } from "@/components/problem";
import { usePages } from "@/components/usePages";
import { NoticeLine } from "./NoticeLine";
import { toastOf } from "./notices";
import classes from "./notifications.module.css";

interface Props {
  bell: BellView | undefined;
  onDone: () => void;
}

/** What oneself was told, newest first. */
export function NoticeList({ bell, onDone }: Props) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const client = useQueryClient();
  const [unread, setUnread] = useState(false);
  const list = usePages<NotificationView>(["notifications"], "/notifications", {
    unread: unread || undefined,
  });
  const read = useMutation({
    mutationFn: (form: { ids?: number[]; up_to?: number }) =>
      post<BellView>("/notifications/read", form),
    onSuccess: () => client.invalidateQueries({ queryKey: ["notifications"] }),
    onError: tell,
  });
  return (
    <>
      <div className={classes.head}>
        <SegmentedControl
          size="xs"
          aria-label={t("notifications.title")}
          value={unread ? "unread" : "all"}
          onChange={(value) => setUnread(value === "unread")}
          data={[
            { value: "all", label: t("notifications.all") },
            { value: "unread", label: t("notifications.unreadOnly") },
          ]}
        />
        {(bell?.unread ?? 0) > 0 && (
          <Button
            variant="subtle"
            size="compact-xs"
            loading={read.isPending}
            onClick={() => read.mutate({ up_to: bell?.newest ?? 0 })}
          >
            {t("notifications.readAll")}
          </Button>
        )}
      </div>
      <ScrollArea.Autosize mah="min(70dvh, 560px)">
        <Paged
          list={list}
          empty={
            <Empty
              icon={IconBell}
              title={t(unread ? "notifications.noneUnread" : "notifications.none")}
              hint={unread ? undefined : t("notifications.noneHint")}
            />
          }
          waiting={
            <Stack p="md" gap="md" aria-hidden="true">
              <Skeleton h={34} />
              <Skeleton h={34} />
            </Stack>
          }
        >
          <ul className={classes.list} aria-label={t("notifications.title")}>
            {list.rows.map((notice) => (
              <NoticeLine
                key={notice.id}
                notice={notice}
                onOpen={() => {
                  notifications.hide(toastOf(notice.id));
                  if (!notice.read) read.mutate({ ids: [notice.id] });
                  onDone();
                }}
              />
            ))}
          </ul>
        </Paged>
      </ScrollArea.Autosize>
    </>
  );
}
