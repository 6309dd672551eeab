import {
  IconPhoneCall,
  IconPhoneCheck,
  IconPhoneIncoming,
  IconPhoneOutgoing,
  IconPhoneX,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CallCard } from "@/api/types";
import { Mark, type Tone } from "@/components/Mark";
import { Timer } from "@/components/Timer";
import { isOver } from "./calls";

type Phase = "incoming" | "outgoing" | "talking" | "wrapUp" | "unknown";

function phaseOf(call: CallCard): Phase {
  if (isOver(call)) return "wrapUp";
  if (call.state === "unknown") return "unknown";
  if (call.state === "talking") return "talking";
  return call.direction === "inbound" ? "incoming" : "outgoing";
}

const LOOKS: Record<Phase, { tone: Tone; icon: typeof IconPhoneCall }> = {
  incoming: { tone: "warn", icon: IconPhoneIncoming },
  outgoing: { tone: "info", icon: IconPhoneOutgoing },
  talking: { tone: "ok", icon: IconPhoneCall },
  wrapUp: { tone: "calm", icon: IconPhoneCheck },
  unknown: { tone: "bad", icon: IconPhoneX },
};

/** What the call is doing, and for how long. */
export function CallStateMark({ call }: { call: CallCard }) {
  const { t } = useTranslation();
  const phase = phaseOf(call);
  const { tone, icon: Picture } = LOOKS[phase];
  const since = isOver(call)
    ? (call.ended_at ?? call.started_at)
    : (call.answered_at ?? call.started_at);
  return (
    <Mark tone={tone} icon={<Picture aria-hidden />}>
      {t(`calls.phase.${phase}`)} <Timer since={since} />
    </Mark>
  );
}
