import { Select, Stack, Text } from "@mantine/core";
import { IconCopyCheck } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
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

/** Customers that are there twice already, by one criterion at a time, each group to be merged. */
export function DuplicatesPage() {
  const { t } = useTranslation();
  const labelOf = useFieldLabel();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const field = CRITERIA.find((one) => one === search.field) ?? DEFAULT;
  const list = usePages<DuplicateGroup>(["duplicates"], "/duplicates", { field, limit: 20 });
  return (
    <Page
      title={t("duplicates.title")}
      aside={
        list.total !== undefined && (
          <Text size="sm" c="dimmed">
            {t(list.more ? "duplicates.groupsMore" : "duplicates.groups", {
              shown: count(list.total),
            })}
          </Text>
        )
      }
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
      <Paged
        list={list}
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
          {list.rows.map((group) => (
            <Group key={group.customers.map((one) => one.id).join("-")} group={group} />
          ))}
        </Stack>
      </Paged>
    </Page>
  );
}
