import { Alert, Button, Group, Skeleton, Text } from "@mantine/core";
import { IconArrowMerge, IconArrowsLeftRight, IconCopyCheck } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import type { Customer } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { isLost, tellDone, useProblem } from "@/components/problem";
import { useCustomer } from "@/features/contacts/customers";
import classes from "./duplicates.module.css";
import { MergeOutcome } from "./MergeOutcome";
import { MergeTable } from "./MergeTable";
import { type Choices, useDryRun, useMerge, useRefresh } from "./merging";

const route = getRouteApi("/shell/duplicates/merge");

/** Two customers side by side: whose value each field gets, what moves, and then the merge. */
export function MergePage() {
  const { t } = useTranslation();
  const { kept = 0, gone = 0 } = route.useSearch();
  const one = useCustomer(kept);
  const other = useCustomer(gone);
  if (!kept || !gone) {
    return (
      <Page title={t("duplicates.merge")}>
        <Empty
          icon={IconCopyCheck}
          title={t("duplicates.missing")}
          hint={t("duplicates.missingHint")}
        >
          <Link to="/duplicates">{t("duplicates.title")}</Link>
        </Empty>
      </Page>
    );
  }
  const error = one.error ?? other.error;
  const reload = (): void => {
    void one.refetch();
    void other.refetch();
  };
  if (isLost(error, one.data && other.data)) return <Failed error={error} retry={reload} />;
  if (!one.data || !other.data) return <PageSkeleton />;
  return <Merge key={`${kept}/${gone}`} kept={one.data} gone={other.data} reload={reload} />;
}

function Merge({ kept, gone, reload }: { kept: Customer; gone: Customer; reload: () => void }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const navigate = route.useNavigate();
  const [choose, setChoose] = useState<Choices>({});
  const dry = useDryRun(kept, gone, choose);
  const merge = useMerge();
  const refresh = useRefresh();
  const failed = merge.error ?? dry.error;
  const isOld = failed instanceof ApiError && failed.code === "customer.version_conflict";
  const submit = (): void =>
    merge.mutate(
      { kept, gone, choose },
      {
        onSuccess: () => {
          tellDone(t("duplicates.done", { gone: gone.name, kept: kept.name }));
          void navigate({
            to: "/customers/$customerId",
            params: { customerId: String(kept.id) },
            search: { tab: "merges" },
          }).then(refresh);
        },
      },
    );
  return (
    <Page
      title={t("duplicates.merge")}
      actions={
        <Button
          variant="default"
          leftSection={<IconArrowsLeftRight size={15} aria-hidden="true" />}
          onClick={() => void navigate({ search: { kept: gone.id, gone: kept.id }, replace: true })}
        >
          {t("duplicates.swap")}
        </Button>
      }
    >
      <Text size="sm" c="dimmed" maw={860}>
        {t("duplicates.mergeHint")}
      </Text>
      <div className={classes.merge}>
        {failed && (
          <Alert color={isOld ? "yellow" : "red"} role="alert">
            {problem(failed)}
            {isOld && (
              <Button
                variant="default"
                size="compact-sm"
                ml="sm"
                onClick={() => {
                  merge.reset();
                  reload();
                }}
              >
                {t("duplicates.reload")}
              </Button>
            )}
          </Alert>
        )}
        {dry.isPending && <Skeleton h={480} />}
        {dry.data && (
          <>
            <MergeTable
              kept={kept}
              gone={gone}
              fields={dry.data.fields}
              choices={choose}
              onChoose={(field, side) => setChoose({ ...choose, [field]: side })}
            />
            <MergeOutcome result={dry.data} />
          </>
        )}
        <Group justify="flex-end">
          <Button
            leftSection={<IconArrowMerge size={15} aria-hidden="true" />}
            loading={merge.isPending}
            disabled={!dry.data || dry.isFetching}
            onClick={submit}
          >
            {t("duplicates.doIt")}
          </Button>
        </Group>
      </div>
    </Page>
  );
}
