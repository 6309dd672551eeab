import "@mantine/charts/styles.css";
import { LineChart } from "@mantine/charts";
import { IconChartLine } from "@tabler/icons-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign } from "@/api/types";
import { Empty } from "@/components/Empty";
import { clock } from "@/components/format";
import { Sheet } from "@/components/Sheet";
import classes from "./campaigns.module.css";
import { useMinutes } from "./live";
import { fillMinutes } from "./minutes";

const KEY_COLOURS = ["teal.6", "grape.6", "orange.6", "pink.6", "lime.7", "cyan.7", "yellow.7"];

/** Dialled, answered and each key, by the minute. */
export function MinuteChart({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const minutes = useMinutes(campaign.id);
  const keys = useMemo(
    () => [...new Set([...Object.keys(campaign.keys), campaign.refuse_key])].sort(),
    [campaign],
  );
  const data = useMemo(
    () =>
      fillMinutes(minutes).map((minute) => ({
        at: clock(minute.minute),
        dialled: minute.dialled,
        answered: minute.answered,
        ...Object.fromEntries(keys.map((key) => [`key${key}`, minute.keys[key] ?? 0])),
      })),
    [minutes, keys],
  );
  const series = [
    { name: "dialled", label: t("campaigns.dialled"), color: "gray.6" },
    { name: "answered", label: t("campaigns.answered"), color: "blue.6" },
    ...keys.map((key, n) => ({
      name: `key${key}`,
      label: t("campaigns.key", { key }),
      color: key === campaign.refuse_key ? "red.7" : (KEY_COLOURS[n] ?? "teal.6"),
      ...(key === campaign.refuse_key ? { strokeDasharray: "5 4" } : {}),
    })),
  ];
  return (
    <Sheet title={t("campaigns.perMinute")} className={classes.chart}>
      {data.length === 0 ? (
        <Empty
          icon={IconChartLine}
          title={t("campaigns.noMinutes")}
          hint={t("campaigns.noMinutesHint")}
        />
      ) : (
        <>
          <LineChart
            h={240}
            data={data}
            dataKey="at"
            series={series}
            curveType="linear"
            withLegend
            withDots={false}
            xAxisProps={{ minTickGap: 24 }}
            yAxisProps={{ width: 40, allowDecimals: false }}
            lineProps={{ isAnimationActive: false }}
            lineChartProps={{ accessibilityLayer: false }}
            aria-hidden="true"
          />
          <p className="heard-only">
            {t("campaigns.chartWords", {
              at: data.at(-1)?.at,
              dialled: data.at(-1)?.dialled,
              answered: data.at(-1)?.answered,
            })}
          </p>
        </>
      )}
    </Sheet>
  );
}
