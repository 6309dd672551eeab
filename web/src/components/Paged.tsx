import { Button, Group, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "./Failed";
import type { usePages } from "./usePages";

interface Props {
  list: ReturnType<typeof usePages<unknown>>;
  /** What to show when there is nothing. */
  empty: ReactNode;
  /** What to show until the first page is there. */
  waiting?: ReactNode;
  /** The rows. */
  children: ReactNode;
}

/** A list that is read page by page: failed, waiting, empty, its rows, and more of them. */
export function Paged({
  list,
  empty,
  waiting = <Skeleton h={52} m="md" w="auto" />,
  children,
}: Props) {
  const { t } = useTranslation();
  return (
    <>
      {list.error !== undefined && <Failed error={list.error} retry={list.retry} />}
      {list.loading && waiting}
      {!list.loading && list.rows.length === 0 && list.error === undefined && empty}
      {children}
      {list.hasMore && (
        <Group justify="center" p={8}>
          <Button variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
            {t("common.loadMore")}
          </Button>
        </Group>
      )}
    </>
  );
}
