import { Select, Stack, Text } from "@mantine/core";
import { IconCopyCheck } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DuplicateGroup } from "@/api/types";
import { Empty } from "@/components/Empty";
import { count } from "@/components/format";
import { Page } from "@/components/Page";
import { Paged } from "@/components/Paged";
import { PageSkeleton } from "@/components/PageSkeleton";
import { usePages } from "@/components/usePages";
import { useFieldLabel } from "@/features/contacts/fields";
import { CRITERIA } from "@/features/settings/duplicates/criteria";
import { Group } from "./Group";

const route = getRouteApi("/shell/duplicates");
const DEFAULT = "phone";
const PAGE = 20;

/** Customers that are there twice already, by one criterion at a time, each group to be merged. */
export function DuplicatesPage() {
  const { t } = useTranslation();
  const labelOf = useFieldLabel();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const field = CRITERIA.find((one) => one === search.field) ?? DEFAULT;
  return (
    <Page
      title={t("duplicates.title")}
      actions={
        <Select
          aria-label={t("duplicates.by")}
          data={CRITERIA.map((one) => ({
            value: one,
            label: `${t("duplicates.by")}: ${labelOf(one)}`,
          }))}
          w={260}
          value={field}
          onChange={(next) =>
            void navigate({
              search: { field: next && next !== DEFAULT ? next : undefined },
              replace: true,
            })
          }
        />
      }
    >
      <Found key={field} field={field} />
    </Page>
  );
}

/** The groups. The server looks through a piece of the directory at a time, and finds few or none. */
function Found({ field }: { field: string }) {
  const { t } = useTranslation();
  const list = usePages<DuplicateGroup>(["duplicates"], "/duplicates", { field, limit: PAGE });
  const [wanted, setWanted] = useState(PAGE);
  const { rows, hasMore, loadingMore, failedMore, loadMore } = list;
  const searching = hasMore && rows.length < wanted && !failedMore;
  useEffect(() => {
    if (searching && !loadingMore) loadMore();
  }, [searching, loadingMore, loadMore]);
  const goOn = (): undefined => {
    setWanted(rows.length + PAGE);
    return loadMore();
  };
  const shown = { ...list, loadMore: goOn, loadingMore: searching || loadingMore };
  return (
    <>
      <Text size="sm" c="dimmed" role="status" mb={8} mih={22}>
        {!list.loading &&
          (rows.length > 0 || searching) &&
          t(
            searching
              ? "duplicates.searching"
              : hasMore
                ? "duplicates.groupsMore"
                : "duplicates.groups",
            {
              count: rows.length,
              shown: count(rows.length),
            },
          )}
      </Text>
      <Paged
        list={{ ...shown, loading: list.loading || (searching && rows.length === 0) }}
        waiting={<PageSkeleton />}
        empty={
          <Empty
            icon={IconCopyCheck}
            title={t("duplicates.none")}
            hint={t("duplicates.noneHint")}
          />
        }
      >
        <Stack gap={12}>
          {rows.map((group) => (
            <Group key={group.customers.map((one) => one.id).join("-")} group={group} />
          ))}
        </Stack>
      </Paged>
    </>
  );
}
