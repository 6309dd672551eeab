import { Select, Skeleton } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed } from "@/components/Failed";
import { count } from "@/components/format";
import { Sheet } from "@/components/Sheet";
import { useMay, useUser } from "@/features/session/session";
import { NAMED, PARTS, type PeriodName, useKpi } from "./kpi";
import classes from "./kpi.module.css";

/** One's own figures where an agent's day begins (R350); the whole of it is the overview's. */
export function DeskKpi({ period }: { period: PeriodName | undefined }) {
  const may = useMay();
  return may("customers.kpi") ? <Mine period={period ?? "month"} /> : null;
}

function Mine({ period }: { period: PeriodName }) {
  const { t } = useTranslation();
  const me = useUser();
  const navigate = useNavigate({ from: "/desk" });
  const kpi = useKpi({ period });
  const row = kpi.data?.rows.find((one) => one.user?.id === me.id);
  const change = (next: string | null): void => {
    const kpi = NAMED.find((one) => one === next && one !== "month");
    void navigate({ to: "/desk", search: { kpi }, replace: true });
  };
  return (
    <Sheet
      title={t("kpi.mine")}
      actions={
        <Select
          size="xs"
          w={130}
          aria-label={t("kpi.period")}
          value={period}
          onChange={change}
          data={NAMED.map((one) => ({ value: one, label: t(`kpi.periods.${one}`) }))}
        />
      }
    >
      {kpi.isError && !kpi.data && <Failed error={kpi.error} retry={() => void kpi.refetch()} />}
      {kpi.isPending && <Skeleton h={66} />}
      {row && (
        <dl className={classes.tiles}>
          <div>
            <dt>{t("kpi.customers")}</dt>
            <dd>{count(row.customers)}</dd>
          </div>
          <div>
            <dt title={t("kpi.interactionsHint")}>{t("kpi.interactions")}</dt>
            <dd>{count(row.interactions)}</dd>
          </div>
          {PARTS.map((part) => (
            <div key={part}>
              <dt title={t(`kpi.partHint.${part}`)}>{t(`kpi.part.${part}`)}</dt>
              <dd>{count(row[part])}</dd>
            </div>
          ))}
        </dl>
      )}
      <Link to="/overview" search={{ period }}>
        {t("kpi.details")}
      </Link>
    </Sheet>
  );
}
