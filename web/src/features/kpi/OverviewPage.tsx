import { CloseButton, Skeleton, Text } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed } from "@/components/Failed";
import { Page } from "@/components/Page";
import { SidePanel } from "@/components/SidePanel";
import { useUser } from "@/features/session/session";
import { EntriesPanel } from "./EntriesPanel";
import { Interactions, NewCustomers } from "./Figures";
import { type Kpi, type KpiSearch, periodQuery, useKpi, userOf } from "./kpi";
import classes from "./kpi.module.css";
import { PeopleTable } from "./PeopleTable";
import { PeriodPicker } from "./PeriodPicker";

const route = getRouteApi("/shell/overview");

/** The start page: new customers and interactions of a period (R350), one's own or of others too. */
export function OverviewPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const period = periodQuery(search);
  const kpi = useKpi(period, search.user);
  const change = (next: KpiSearch): void => {
    void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  };
  return (
    <Page title={t("kpi.title")}>
      <PeriodPicker search={search} shown={kpi.data} onChange={change} />
      {kpi.isError && !kpi.data && <Failed error={kpi.error} retry={() => void kpi.refetch()} />}
      {period === null && (
        <Text size="sm" c="dimmed">
          {t("kpi.choose")}
        </Text>
      )}
      {kpi.isPending && period !== null && <Waiting />}
      {kpi.data && <Shown kpi={kpi.data} search={search} onChange={change} />}
      <SidePanel
        opened={search.part !== undefined && period !== null}
        onClose={() => change({ part: undefined })}
        title={search.part ? t(`kpi.part.${search.part}`) : ""}
      >
        {search.part && period && (
          <EntriesPanel part={search.part} period={period} user={search.user || undefined} />
        )}
      </SidePanel>
    </Page>
  );
}

interface Props {
  kpi: Kpi;
  search: KpiSearch;
  onChange: (next: KpiSearch) => void;
}

function Shown({ kpi, search, onChange }: Props) {
  const { t } = useTranslation();
  const me = useUser();
  const one = kpi.rows.find((row) => userOf(row) === search.user);
  const everybody =
    kpi.rows.some((row) => row.user === null) || me.reach["customers.kpi"]?.includes("all");
  const owners = one
    ? [one.user?.id ?? null]
    : everybody
      ? null
      : kpi.rows.filter((row) => row.customers > 0).map((row) => row.user?.id ?? null);
  const figures = one ?? kpi.total;
  return (
    <>
      {one && (
        <Text size="sm" component="div" className={classes.chosen}>
          {t("kpi.only", { name: one.user?.name ?? t("kpi.nobody") })}
          <CloseButton
            size="sm"
            aria-label={t("kpi.showAll")}
            onClick={() => onChange({ user: undefined })}
          />
        </Text>
      )}
      <div className={classes.split}>
        <NewCustomers kpi={kpi} figures={figures} owners={owners} search={search} />
        <Interactions kpi={kpi} figures={figures} owners={owners} search={search} />
      </div>
      {figures.customers + figures.interactions === 0 && (
        <Text size="sm" c="dimmed">
          {t("kpi.nothing")}
        </Text>
      )}
      {!kpi.own_only && (
        <PeopleTable
          kpi={kpi}
          search={search}
          onSort={(sort, order) =>
            onChange({ sort: sort === "interactions" ? undefined : sort, order })
          }
        />
      )}
    </>
  );
}

function Waiting() {
  return (
    <div className={classes.split} aria-hidden="true">
      <Skeleton h={230} />
      <Skeleton h={230} />
    </div>
  );
}
