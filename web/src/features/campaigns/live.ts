import { useMemo } from "react";
import type {
  Campaign,
  CampaignState,
  Counts,
  Hold,
  LiveCall,
  Minute,
  Progress,
  States,
} from "@/api/types";
import { useEntries, useEntry } from "@/live/hooks";

interface Head {
  state: CampaignState;
  version: number;
  name: string;
}

const NO_COUNTS: Record<string, number> = {};

/** A campaign as it is now: what was loaded, overlaid with what has come since. */
export function useLiveCampaign(campaign: Campaign) {
  const topic = `campaign/${campaign.id}`;
  const head = useEntry<Head>(topic, "campaign");
  const progress = useEntry<Progress>(topic, "progress");
  const states = useEntry<States>(topic, "states");
  const hold = useEntry<Hold>(topic, "hold");
  return {
    state: head?.state ?? campaign.state,
    name: head?.name ?? campaign.name,
    progress: progress ?? campaign.progress,
    states: states ?? campaign.states,
    hold,
  };
}

export function useCounts(id: number, entry: "outcomes" | "keys" | "blocked") {
  return useEntry<Counts>(`campaign/${id}`, entry)?.counts ?? NO_COUNTS;
}

export function useMinutes(id: number): Minute[] {
  const minutes = useEntries<Minute>(`campaign/${id}`, "minute/");
  return useMemo(() => [...minutes].sort((a, b) => a.minute.localeCompare(b.minute)), [minutes]);
}

export function useLiveCalls(id: number): LiveCall[] {
  const calls = useEntries<LiveCall>(`campaign/${id}`, "call/");
  return useMemo(() => [...calls].sort((a, b) => b.since.localeCompare(a.since)), [calls]);
}

interface ListEntry {
  state: CampaignState;
  progress: Progress;
  states: States;
}

/** A line of the list of campaigns, live. */
export function useLiveRow(campaign: Campaign): ListEntry {
  return useEntry<ListEntry>("campaigns", `campaign/${campaign.id}`) ?? campaign;
}
