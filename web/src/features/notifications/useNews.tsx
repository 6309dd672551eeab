import { notifications } from "@mantine/notifications";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { get, post } from "@/api/client";
import type { BellView, NotificationPage } from "@/api/types";
import { pathOf, toastOf, useSentence } from "./notices";
import classes from "./notifications.module.css";

const SHOWN_MS = 10_000;
const MOST_AT_ONCE = 3;

/** When the bell rings while the app is open, say what it is about; a click leads there. */
export function useNews(bell: BellView | undefined): void {
  const client = useQueryClient();
  const router = useRouter();
  const sentence = useSentence();
  const heard = useRef<number | null>(null);
  const newest = bell?.newest;
  const tell = useRef<(after: number) => Promise<void>>(async () => {});
  tell.current = async (after) => {
    const page = await get<NotificationPage>("/notifications", { unread: true, limit: 5 });
    for (const notice of page.rows.filter((row) => row.id > after).slice(0, MOST_AT_ONCE)) {
      const path = pathOf(notice);
      const id = toastOf(notice.id);
      const open = (): void => {
        notifications.hide(id);
        if (path !== null) router.history.push(path);
        void post("/notifications/read", { ids: [notice.id] });
      };
      notifications.show({
        id,
        autoClose: SHOWN_MS,
        title: notice.customer?.name,
        message: (
          <button type="button" className={classes.toast} onClick={open}>
            {sentence(notice)}
          </button>
        ),
      });
    }
  };
  useEffect(() => {
    if (newest === undefined) return;
    const before = heard.current;
    heard.current = newest;
    if (before === null || newest === before) return;
    // What one is told of has changed: tasks come to be due, are given, are done.
    for (const part of ["notifications", "tasks", "appointments"]) {
      void client.invalidateQueries({ queryKey: [part] });
    }
    // What is missed here is still in the list.
    if (newest > before) tell.current(before).catch(() => {});
  }, [newest, client]);
}
