import { Skeleton } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "@/components/Failed";
import { count } from "@/components/format";
import { Page } from "@/components/Page";
import { ColumnsStep } from "./ColumnsStep";
import type { RowFilter } from "./filters";
import { ImportMark } from "./ImportMark";
import { canChange, type Import, importQuery, isWorking, rowsKey, usePushedState } from "./imports";
import classes from "./imports.module.css";
import { PreviewStep } from "./PreviewStep";
import { ResultStep } from "./ResultStep";
import { Step } from "./Step";

const route = getRouteApi("/shell/imports/$importId");

/** One import from its columns to its result; the steps before stay above, folded. */
export function ImportPage() {
  const { t } = useTranslation();
  const id = Number(route.useParams().importId);
  const { filter } = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const query = useQuery(importQuery(id));
  const pushed = usePushedState(id);
  const state = query.data?.state;
  useEffect(() => {
    if (pushed && state && pushed !== state) {
      void client.invalidateQueries({ queryKey: importQuery(id).queryKey });
    }
  }, [pushed, state, client, id]);
  useEffect(() => {
    if (state && !isWorking(state)) {
      void client.invalidateQueries({ queryKey: rowsKey(id) });
      void client.invalidateQueries({ queryKey: ["imports-list"] });
    }
  }, [state, client, id]);
  if (query.isError && !query.data) {
    return <Failed error={query.error} retry={() => void query.refetch()} />;
  }
  const one = query.data;
  const choose = (next: RowFilter | undefined): void =>
    void navigate({ search: { filter: next }, replace: true });
  return (
    <Page
      title={one ? t(`imports.titles.${one.purpose}.${one.kind}`) : t("imports.title")}
      aside={one && <ImportMark state={one.state} />}
    >
      {one ? (
        <Steps one={one} filter={filter} onFilter={choose} />
      ) : (
        <Skeleton h={320} aria-busy="true" />
      )}
    </Page>
  );
}

interface StepsProps {
  one: Import;
  filter: RowFilter | undefined;
  onFilter: (filter: RowFilter | undefined) => void;
}

function Steps({ one, filter, onFilter }: StepsProps) {
  const { t } = useTranslation();
  const draft = one.state === "draft";
  const looked = one.state === "checking" || one.state === "checked";
  const leftOut = !draft && !looked && !one.previewed;
  const mapped = one.columns.filter((column) => column.field !== null).length;
  const range =
    one.first_row || one.last_row
      ? t("imports.rangeShort", {
          first: count(one.first_row ?? one.header_row + 1),
          last: count(one.last_row ?? one.last_sheet_row),
        })
      : t("imports.allRows");
  return (
    <ol className={classes.steps}>
      <Step
        n={1}
        title={t("imports.step.file")}
        summary={one.file_name}
        state="past"
        foldable={false}
      />
      <Step
        n={2}
        title={t("imports.step.columns")}
        summary={`${t("imports.mapped", { n: mapped, all: one.columns.length })} · ${range}`}
        state={draft ? "now" : "past"}
      >
        <ColumnsStep one={one} />
      </Step>
      <Step
        n={3}
        title={t("imports.step.preview")}
        summary={t(`imports.${draft ? "previewHint" : leftOut ? "notLooked" : "looked"}`)}
        state={looked ? "now" : draft || leftOut ? "later" : "past"}
        foldable={looked}
      >
        {looked && <PreviewStep one={one} filter={filter} onFilter={onFilter} />}
      </Step>
      <Step
        n={4}
        title={t(`imports.step.${one.purpose === "delete" ? "delete" : "run"}`)}
        summary={canChange(one.state) ? t("imports.runHint") : ""}
        state={draft || looked ? "later" : "now"}
      >
        {!draft && !looked && <ResultStep one={one} filter={filter} onFilter={onFilter} />}
      </Step>
    </ol>
  );
}
