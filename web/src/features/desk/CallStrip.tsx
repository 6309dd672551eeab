import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CallCard } from "@/api/types";
import { CallStateMark } from "@/features/calls/CallStateMark";
import { callMatch, callTitle } from "@/features/calls/calls";
import { CallControls } from "./CallControls";
import classes from "./desk.module.css";

interface Props {
  calls: CallCard[];
  chosen: CallCard;
  onChoose: (id: string) => void;
}

/** The upper strip: the call in hand with its controls; further calls are tabs of it. */
export function CallStrip({ calls, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <section className={classes.strip} aria-label={t("desk.calls")}>
      {calls.length > 1 && (
        <div className={classes.tabs} role="tablist" aria-label={t("desk.calls")}>
          {calls.map((call) => (
            <UnstyledButton
              key={call.id}
              role="tab"
              aria-selected={call.id === chosen.id}
              className={classes.tab}
              onClick={() => onChoose(call.id)}
            >
              <CallStateMark call={call} />
              <strong className="cut">{callTitle(call, t("calls.unknownNumber"))}</strong>
            </UnstyledButton>
          ))}
        </div>
      )}
      <CallHead call={chosen} />
    </section>
  );
}

function CallHead({ call }: { call: CallCard }) {
  const { t } = useTranslation();
  const match = callMatch(call);
  const name = callTitle(call, t("calls.unknownNumber"));
  const facts = [
    match ? call.display : null,
    call.carrier,
    call.did ? t("desk.toNumber", { number: call.did }) : null,
  ].filter((fact): fact is string => Boolean(fact));
  return (
    <div className={classes.head} data-phase={call.ended_at ? "over" : call.state}>
      <div className={classes.who} aria-live="polite">
        <span className={classes.headState}>
          <CallStateMark call={call} />
          <span className={classes.kind}>{t(`desk.kinds.${call.kind}`)}</span>
        </span>
        <span className={`cut ${classes.name}`} title={name}>
          {name}
        </span>
        {match && match.customer !== match.name && (
          <span className="cut" title={match.customer}>
            {match.customer}
          </span>
        )}
        <span className={classes.facts}>{facts.join(" · ")}</span>
      </div>
      <CallControls call={call} />
    </div>
  );
}
