import { Alert, Button, Group, SegmentedControl, Text } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, patch } from "@/api/client";
import type { DuplicateRules } from "@/api/types";
import { Failed } from "@/components/Failed";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { isLost, tellDone, useProblem } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { useFieldLabel } from "@/features/contacts/fields";
import { useMay } from "@/features/session/session";
import classes from "../settings.module.css";
import { CRITERIA } from "./criteria";

const SEVERITIES = ["off", "warn", "block"] as const;

const rulesQuery = queryOptions({
  queryKey: ["duplicateRules"],
  queryFn: ({ signal }) => get<DuplicateRules>("/duplicates/rules", undefined, signal),
});

/** R120, R121, R124: nine criteria, each off, warned of or blocked; "Cập nhật" saves. */
export function DuplicateRulesPage() {
  const { data, error, refetch } = useQuery(rulesQuery);
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return <RulesForm stored={data} />;
}

function RulesForm({ stored }: { stored: DuplicateRules }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const labelOf = useFieldLabel();
  const may = useMay();
  const client = useQueryClient();
  const [changes, setChanges] = useState<Partial<DuplicateRules>>({});
  const save = useMutation({
    mutationFn: () => patch<DuplicateRules>("/duplicates/rules", changes),
    onSuccess: (rules) => {
      client.setQueryData(rulesQuery.queryKey, rules);
      setChanges({});
      tellDone(t("settings.duplicates.savedNow"));
    },
  });
  const changed = CRITERIA.some((one) => changes[one] && changes[one] !== stored[one]);
  return (
    <Page title={t("settings.duplicates.title")}>
      <Text size="sm" c="dimmed" maw={860}>
        {t("settings.duplicates.hint")}
      </Text>
      <div className={classes.narrow}>
        {save.isError && (
          <Alert color="red" role="alert" mb="sm">
            {problem(save.error)}
          </Alert>
        )}
        <Sheet flush>
          {CRITERIA.map((one) => {
            const value = changes[one] ?? stored[one];
            return (
              <div key={one} className={classes.criterion}>
                <strong>{labelOf(one)}</strong>
                <SegmentedControl
                  size="xs"
                  aria-label={labelOf(one)}
                  value={value}
                  onChange={(next) =>
                    setChanges({ ...changes, [one]: SEVERITIES.find((each) => each === next) })
                  }
                  data={SEVERITIES.map((each) => ({
                    value: each,
                    label: t(`settings.duplicates.severities.${each}`),
                  }))}
                />
                <Text size="sm" c="dimmed">
                  {t(`settings.duplicates.explain.${value}`)}
                </Text>
              </div>
            );
          })}
        </Sheet>
        <Group justify="space-between" mt="sm">
          {may("customers.merge") ? (
            <Link to="/duplicates">{t("settings.duplicates.findThem")}</Link>
          ) : (
            <span />
          )}
          <Button
            disabled={!changed}
            title={changed ? undefined : t("common.nothingChanged")}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t("settings.duplicates.save")}
          </Button>
        </Group>
      </div>
    </Page>
  );
}
