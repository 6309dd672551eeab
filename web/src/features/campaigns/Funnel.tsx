import { Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { States } from "@/api/types";
import { count } from "@/components/format";
import { REGISTRATIONS } from "./campaigns";
import classes from "./campaigns.module.css";

interface Props {
  states: States;
  refuseKey: string;
}

/** R265: the four totals, and beneath each how many members are in that state now. */
export function Funnel({ states, refuseKey }: Props) {
  const { t } = useTranslation();
  return (
    <section className={classes.funnel} aria-label={t("campaigns.funnel")}>
      {REGISTRATIONS.map((state) => (
        <Tooltip key={state} label={t(`campaigns.totalOf.${state}`)}>
          <Link
            from="/campaigns/$campaignId"
            to="."
            search={{ state }}
            hash="members"
            className={classes.stage}
            data-state={state}
          >
            <span className={classes.stageName}>{t(`codes.registration.${state}`)}</span>
            <span className={classes.stageTotal}>{count(states.totals[state])}</span>
            <span className={classes.stageNow}>
              {t("campaigns.inStateNow", { n: count(states[state]) })}
            </span>
          </Link>
        </Tooltip>
      ))}
      <Link
        from="/campaigns/$campaignId"
        to="."
        search={{ key: refuseKey }}
        hash="members"
        className={classes.stage}
        data-state="refused"
      >
        <span className={classes.stageName}>{t("campaigns.refused")}</span>
        <span className={classes.stageTotal}>{count(states.refused)}</span>
        <span className={classes.stageNow}>{t("campaigns.byKey", { key: refuseKey })}</span>
      </Link>
    </section>
  );
}
