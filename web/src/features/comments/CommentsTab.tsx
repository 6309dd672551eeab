import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconMessageCircle } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { Sheet } from "@/components/Sheet";
import { CommentBox } from "./CommentBox";
import { CommentThread } from "./CommentLine";
import { type Comment, useComments, useReadComments } from "./comments";
import classes from "./comments.module.css";

/** What colleagues say to each other of a customer: the newest at the bottom, above the box. */
export function CommentsTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const list = useComments(customer.id);
  const [to, setTo] = useState<Comment | null>(null);
  const first = list.data?.pages[0];
  const threads = list.data?.pages.flatMap((page) => page.rows).reverse() ?? [];
  useMarkRead(customer.id, first?.unread ?? 0, first?.newest ?? 0);
  return (
    <Sheet title={t("comments.title")} flush>
      {list.isError && !first && <Failed error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && (
        <Stack p="md" gap="md" aria-hidden="true">
          <Skeleton h={44} />
          <Skeleton h={44} />
        </Stack>
      )}
      {list.hasNextPage && (
        <Group justify="center" p={8}>
          <Button
            variant="subtle"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t("comments.older")}
          </Button>
        </Group>
      )}
      {first && threads.length === 0 && (
        <Empty icon={IconMessageCircle} title={t("comments.none")} hint={t("comments.noneHint")} />
      )}
      <ul className={classes.threads} aria-label={t("comments.title")}>
        {threads.map((comment) => (
          <CommentThread
            key={comment.id}
            customerId={customer.id}
            comment={comment}
            onReply={first?.can_comment ? setTo : null}
          />
        ))}
      </ul>
      {first && (
        <div className={classes.box}>
          {first.can_comment ? (
            <CommentBox customer={customer} to={to} onAnswered={() => setTo(null)} />
          ) : (
            <Text size="sm" c="dimmed">
              {t("comments.notAllowed")}
            </Text>
          )}
        </div>
      )}
    </Sheet>
  );
}

/** What is on the screen of somebody who looks at it is read (R197). */
function useMarkRead(customerId: number, unread: number, newest: number): void {
  const { mutate } = useReadComments(customerId);
  useEffect(() => {
    if (unread === 0) return;
    const mark = (): void => {
      if (document.visibilityState === "visible") mutate(newest);
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [unread, newest, mutate]);
}
