import { Skeleton, Stack } from "@mantine/core";
import { IconHistory, IconPhoneIncoming, IconPhoneOutgoing } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { CallCard, CallPage } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { brief, moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import { Sheet } from "@/components/Sheet";
import { Timer, useNow } from "@/components/Timer";
import { callCustomer, callMatch, callTitle } from "@/features/calls/calls";
import { useWords } from "@/i18n/words";
import classes from "./desk.module.css";

/** My last calls, with a way to each customer. */
export function RecentCalls() {
  const { t } = useTranslation();
  const recent = useQuery({
    queryKey: ["calls", "mine"],
    queryFn: ({ signal }) => get<CallPage>("/calls", { mine: true }, signal),
    staleTime: 0,
  });
  return (
    <Sheet title={t("desk.recent")} flush>
      {recent.isPending && (
        <Stack p="md" gap="md" aria-hidden="true">
          <Skeleton h={30} />
          <Skeleton h={30} />
          <Skeleton h={30} />
        </Stack>
      )}
      {recent.isError && <Failed error={recent.error} retry={() => void recent.refetch()} />}
      {recent.data?.rows.length === 0 && (
        <Empty icon={IconHistory} title={t("desk.noRecent")} hint={t("desk.noRecentHint")} />
      )}
      <ul className={classes.matches}>
        {recent.data?.rows.map((call) => (
          <RecentCall key={call.id} call={call} />
        ))}
      </ul>
    </Sheet>
  );
}

function RecentCall({ call }: { call: CallCard }) {
  const { t } = useTranslation();
  const words = useWords();
  const now = useNow(60_000);
  const inbound = call.direction === "inbound";
  const Picture = inbound ? IconPhoneIncoming : IconPhoneOutgoing;
  const customerId = callCustomer(call);
  const name = callTitle(call, t("calls.unknownNumber"));
  return (
    <li className={classes.match}>
      <Picture
        size={17}
        stroke={1.7}
        role="img"
        aria-label={t(inbound ? "timeline.callIn" : "timeline.callOut")}
      />
      <div className={classes.matchText}>
        {customerId === null ? (
          <strong className="cut">{name}</strong>
        ) : (
          <Link
            to="/customers/$customerId"
            params={{ customerId: String(customerId) }}
            className="plain-link cut"
            title={name}
          >
            <strong>{name}</strong>
          </Link>
        )}
        <span className="cut">{callMatch(call) ? call.display : call.carrier}</span>
      </div>
      <div className={classes.recentEnd}>
        {call.outcome && (
          <Mark tone={call.outcome === "answered" ? "ok" : "calm"}>
            {words("outcomes", call.outcome)}
          </Mark>
        )}
        <span title={moment(call.started_at)}>
          {call.answered_at && call.ended_at && (
            <>
              <Timer since={call.answered_at} until={call.ended_at} />
              {" · "}
            </>
          )}
          {brief(call.started_at, now)}
        </span>
      </div>
    </li>
  );
}
