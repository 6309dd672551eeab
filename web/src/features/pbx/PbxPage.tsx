import { Skeleton } from "@mantine/core";
import { IconServerOff } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Pbx } from "@/api/types";
import { Empty } from "@/components/Empty";
import { count } from "@/components/format";
import { Mark, type Tone } from "@/components/Mark";
import { Page } from "@/components/Page";
import { Sheet } from "@/components/Sheet";
import { Timer } from "@/components/Timer";
import { useWords } from "@/i18n/words";
import { useArrived, useEntries } from "@/live/hooks";
import { Doctor } from "./Doctor";
import { FindAttempt } from "./FindAttempt";
import { NumberTester } from "./NumberTester";
import classes from "./pbx.module.css";

const route = getRouteApi("/shell/pbx");

const TONES: Record<Pbx["state"], Tone> = {
  up: "ok",
  connecting: "warn",
  syncing: "warn",
  down: "bad",
  refused: "bad",
};

/** Every PBX with its light; beside it the doctor, the number tester and the way to a trace. */
export function PbxPage() {
  const { t } = useTranslation();
  const { name } = route.useSearch();
  const arrived = useArrived("pbx");
  const entries = useEntries<Pbx>("pbx", "pbx/");
  const pbxs = useMemo(() => [...entries].sort((a, b) => a.name.localeCompare(b.name)), [entries]);
  const chosen = pbxs.find((pbx) => pbx.name === name) ?? pbxs[0];
  return (
    <Page title={t("pbx.title")}>
      <div className={classes.split}>
        <div className={classes.column}>
          {!arrived && <Skeleton h={170} radius={10} />}
          {arrived && pbxs.length === 0 && (
            <Sheet>
              <Empty icon={IconServerOff} title={t("pbx.none")} hint={t("pbx.noneHint")} />
            </Sheet>
          )}
          {pbxs.map((pbx) => (
            <PbxCard key={pbx.name} pbx={pbx} chosen={pbx.name === chosen?.name} />
          ))}
        </div>
        <div className={classes.column}>
          {chosen && <Doctor key={chosen.name} name={chosen.name} />}
          <NumberTester />
          <FindAttempt />
        </div>
      </div>
    </Page>
  );
}

function PbxCard({ pbx, chosen }: { pbx: Pbx; chosen: boolean }) {
  const { t } = useTranslation();
  const words = useWords();
  const facts: [string, React.ReactNode][] = [
    [t("pbx.version"), pbx.version ?? "–"],
    [t("pbx.calls"), count(pbx.calls)],
    [t("pbx.lag"), `${count(pbx.event_lag_ms, 1)} ms`],
    [t("pbx.events"), count(pbx.events)],
    [t("pbx.reconnects"), count(pbx.reconnects)],
    [t("pbx.drift"), count(pbx.drift)],
    [t("campaigns.trunk"), pbx.trunk],
  ];
  return (
    <Link
      from="/pbx"
      to="."
      search={(old) => ({ ...old, name: pbx.name })}
      className={classes.card}
      aria-current={chosen}
    >
      <span className={classes.cardHead}>
        <strong className="cut">{pbx.name}</strong>
        <Mark tone={TONES[pbx.state]} filled>
          {t(`pbx.states.${pbx.state}`)} <Timer since={pbx.since} />
        </Mark>
      </span>
      <span className={classes.second}>
        {pbx.host}:{pbx.port}
      </span>
      {pbx.why && <span className={classes.why}>{words("pbxWhy", pbx.why)}</span>}
      <dl className={classes.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Link>
  );
}
