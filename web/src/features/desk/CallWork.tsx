import { Skeleton } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { ApiError } from "@/api/client";
import type { CallCard } from "@/api/types";
import { Failed } from "@/components/Failed";
import { isLost } from "@/components/problem";
import { callCustomer, callMatch, isOver } from "@/features/calls/calls";
import { CustomerCard } from "@/features/contacts/CustomerCard";
import { ClaimButton } from "@/features/contacts/CustomerMenu";
import { useCustomer } from "@/features/contacts/customers";
import { NoteBox } from "@/features/contacts/NoteBox";
import { type TimelineKind, TimelinePanel } from "@/features/contacts/Timeline";
import { QuickTransaction } from "@/features/transactions/QuickTransaction";
import { CallNote } from "./CallNote";
import { ColleaguesCustomer } from "./ColleaguesCustomer";
import classes from "./desk.module.css";
import { Matches } from "./Matches";
import { UnknownCaller } from "./UnknownCaller";
import { WrapUp } from "./WrapUp";

/** What belongs to one call: whose it is, their card, the note, and the wrap-up at the end. */
export function CallWork({ call, active }: { call: CallCard; active: boolean }) {
  const customerId = callCustomer(call);
  const ambiguous = customerId === null && call.matches.length > 1;
  return (
    <>
      {isOver(call) && <WrapUp call={call} active={active} />}
      {customerId !== null ? (
        <KnownCustomer call={call} customerId={customerId} />
      ) : (
        <div className={classes.split}>
          {ambiguous ? <Matches call={call} /> : <UnknownCaller call={call} />}
          <CallNote call={call} />
        </div>
      )}
    </>
  );
}

function KnownCustomer({ call, customerId }: { call: CallCard; customerId: number }) {
  const { data: customer, error, refetch } = useCustomer(customerId);
  const [kind, setKind] = useState<TimelineKind>();
  const contactId = callMatch(call)?.contact_id ?? call.contact_id;
  useFreshCustomer(customerId, `${call.state} ${call.ended_at} ${call.disposition}`);
  if (error instanceof ApiError && error.status === 404) return <ColleaguesCustomer call={call} />;
  if (isLost(error, customer)) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className={classes.split}>
      {customer ? (
        <div className={classes.column}>
          <ClaimButton customer={customer} />
          <CustomerCard
            key={customerId}
            customer={customer}
            callingId={isOver(call) ? null : contactId}
          />
        </div>
      ) : (
        <div className={classes.column} aria-hidden="true">
          <Skeleton h={150} radius={10} />
          <Skeleton h={220} radius={10} />
        </div>
      )}
      <div className={classes.column}>
        <NoteBox
          customerId={customerId}
          draftKey={`call/${call.id}`}
          contactId={contactId}
          callId={call.id}
          actions={customer && <QuickTransaction customer={customer} callId={call.id} />}
        />
        <TimelinePanel customerId={customerId} kind={kind} onKind={setKind} />
      </div>
    </div>
  );
}

/** Each step of the call changes the marks beside the numbers, and the timeline. */
function useFreshCustomer(customerId: number, step: string): void {
  const client = useQueryClient();
  const seen = useRef(step);
  useEffect(() => {
    if (seen.current === step) return;
    seen.current = step;
    void client.invalidateQueries({ queryKey: ["customer", customerId] });
    void client.invalidateQueries({ queryKey: ["timeline", customerId] });
  }, [client, customerId, step]);
}
