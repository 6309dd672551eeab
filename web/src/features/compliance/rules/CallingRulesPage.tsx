import { Button, Group, Text } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get, put } from "@/api/client";
import type { CallingRules, RulesEdit } from "@/api/types";
import { Failed } from "@/components/Failed";
import { FormError } from "@/components/FormError";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { tellDone } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { useMay } from "@/features/session/session";
import { RuleChanges } from "./RuleChanges";
import { RuleLine } from "./RuleLine";
import { RulesInForce } from "./RulesInForce";
import classes from "./rules.module.css";

const COLUMNS = ["reason", "campaign", "manual", "source"] as const;

const rulesQuery = queryOptions({
  queryKey: ["callingRules"],
  queryFn: ({ signal }) => get<CallingRules>("/rules", undefined, signal),
});

/** R247: the rules every call passes, their source, and what an admin may make stricter. */
export function CallingRulesPage() {
  const { data, error, refetch } = useQuery(rulesQuery);
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return <Rules stored={data} />;
}

type Answers = RulesEdit["answers"];

function Rules({ stored }: { stored: CallingRules }) {
  const { t } = useTranslation();
  const mayEdit = useMay()("rules.edit");
  const client = useQueryClient();
  const [changes, setChanges] = useState<Answers>({});
  const save = useMutation({
    mutationFn: () =>
      put<CallingRules>("/rules", {
        revision: stored.revision,
        answers: { ...ownAnswers(stored), ...changes },
      } satisfies RulesEdit),
    onSuccess: (rules) => {
      client.setQueryData(rulesQuery.queryKey, rules);
      setChanges({});
      tellDone(t("callingRules.saved"));
    },
    onError: () => void client.invalidateQueries(rulesQuery),
  });
  const changed = stored.rules.some(
    ({ reason, manual }) => changes[reason] !== undefined && changes[reason] !== manual,
  );
  return (
    <Page title={t("callingRules.title")}>
      <Text size="sm" c="dimmed" maw={860}>
        {t("callingRules.hint")}
      </Text>
      <div className={classes.page}>
        <RulesInForce rules={stored} />
        <FormError error={save.error} />
        <Sheet title={t("callingRules.table")} flush>
          <table className={classes.table}>
            <thead>
              <tr>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col">
                    {t(`callingRules.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {stored.rules.map((rule) => (
                <RuleLine
                  key={rule.reason}
                  rule={rule}
                  laws={stored.laws}
                  chosen={changes[rule.reason] ?? rule.manual}
                  onChoose={
                    mayEdit ? (mode) => setChanges({ ...changes, [rule.reason]: mode }) : undefined
                  }
                />
              ))}
            </tbody>
          </table>
        </Sheet>
        <Group justify="flex-end" gap="sm">
          <Text size="sm" c="dimmed">
            {mayEdit ? !changed && t("callingRules.nothingChanged") : t("callingRules.readOnly")}
          </Text>
          {mayEdit && (
            <Button disabled={!changed} loading={save.isPending} onClick={() => save.mutate()}>
              {t("callingRules.save")}
            </Button>
          )}
        </Group>
        <RuleChanges changes={stored.changes} />
      </div>
    </Page>
  );
}

function ownAnswers({ rules }: CallingRules): Answers {
  const own: Answers = {};
  for (const { reason, manual, by_profile } of rules) {
    if (manual !== null && manual !== by_profile) own[reason] = manual;
  }
  return own;
}
