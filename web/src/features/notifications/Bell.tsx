import { Popover, UnstyledButton } from "@mantine/core";
import { IconBell } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { BellView } from "@/api/types";
import { useEntry } from "@/live/hooks";
import { NoticeList } from "./NoticeList";
import classes from "./notifications.module.css";
import { useNews } from "./useNews";

const MOST_SHOWN = 99;

/** How much there is to know, always true; opens the list. */
export function Bell() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const bell = useEntry<BellView>("me", "bell");
  useNews(bell);
  const unread = bell?.unread ?? 0;
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width="min(400px, calc(100vw - 16px))"
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.bell}
          aria-label={
            unread > 0 ? t("notifications.bell", { count: unread }) : t("notifications.bell_none")
          }
          onClick={() => setOpened(!opened)}
        >
          <IconBell size={20} stroke={1.6} aria-hidden="true" />
          {unread > 0 && (
            <span className={classes.count} aria-hidden="true">
              {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
            </span>
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={t("notifications.title")}>
        {opened && <NoticeList bell={bell} onDone={() => setOpened(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}
