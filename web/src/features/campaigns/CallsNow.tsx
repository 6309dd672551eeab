import { IconPhone } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { LiveCall } from "@/api/types";
import { Empty } from "@/components/Empty";
import { count } from "@/components/format";
import { Mark, type Tone } from "@/components/Mark";
import { Sheet } from "@/components/Sheet";
import { Timer } from "@/components/Timer";
import classes from "./campaigns.module.css";
import { useLiveCalls } from "./live";

const SHOWN = 60;
const TONES: Record<LiveCall["state"], Tone> = {
  dialling: "calm",
  ringing: "warn",
  listening: "info",
  replied: "ok",
};

/** What is on the line at this moment. */
export function CallsNow({ campaignId }: { campaignId: number }) {
  const { t } = useTranslation();
  const calls = useLiveCalls(campaignId);
  return (
    <Sheet
      title={`${t("campaigns.callsNow")} · ${count(calls.length)}`}
      flush
      className={classes.callsNow}
    >
      {calls.length === 0 && <Empty icon={IconPhone} title={t("campaigns.noCalls")} />}
      <ul className={classes.callList}>
        {calls.slice(0, SHOWN).map((call) => (
          <li key={call.attempt_id} className={classes.liveCall}>
            <Link
              from="/campaigns/$campaignId"
              to="."
              search={(old) => ({ ...old, member: call.member_id })}
              className="plain-link cut"
              title={call.name ?? call.display}
            >
              {call.display}
              {call.name && <span className={classes.small}> {call.name}</span>}
            </Link>
            <Mark tone={TONES[call.state]}>
              {call.key === null
                ? t(`campaigns.callStates.${call.state}`)
                : t("campaigns.pressed", { key: call.key })}
            </Mark>
            <span className={classes.small}>
              <Timer since={call.since} />
            </span>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
