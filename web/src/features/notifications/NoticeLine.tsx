import { useRouter } from "@tanstack/react-router";
import type { MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { NotificationView } from "@/api/types";
import { brief, moment } from "@/components/format";
import { useNow } from "@/components/Timer";
import { pathOf, useSentence } from "./notices";
import classes from "./notifications.module.css";

interface Props {
  notice: NotificationView;
  onOpen: (notice: NotificationView) => void;
}

/** One thing to know: what, of whom, when; a click leads there. */
export function NoticeLine({ notice, onOpen }: Props) {
  const { t } = useTranslation();
  const router = useRouter();
  const sentence = useSentence();
  const now = useNow(60_000);
  const path = pathOf(notice);
  const excerpt = typeof notice.params.excerpt === "string" ? notice.params.excerpt : null;
  const content = (
    <>
      <span className={classes.sentence}>{sentence(notice)}</span>
      {notice.customer && <span className={classes.second}>{notice.customer.name}</span>}
      {path === null && <span className={classes.second}>{t("notifications.hidden")}</span>}
      {excerpt && <q className={classes.excerpt}>{excerpt}</q>}
      <time dateTime={notice.at} title={moment(notice.at)}>
        {brief(notice.at, now)}
        {!notice.read && <span className="heard-only"> {t("notifications.unread")}</span>}
      </time>
    </>
  );
  const open = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onOpen(notice);
    if (path !== null) router.history.push(path);
  };
  return (
    <li className={classes.line} data-unread={!notice.read}>
      {path === null ? (
        <div>{content}</div>
      ) : (
        <a href={path} onClick={open}>
          {content}
        </a>
      )}
    </li>
  );
}
