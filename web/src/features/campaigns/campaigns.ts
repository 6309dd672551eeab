import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, patch, post } from "@/api/client";
import type {
  Campaign,
  CampaignForm,
  CampaignList,
  CampaignState,
  Registration,
} from "@/api/types";
import type { Tone } from "@/components/Mark";

export const campaignsQuery = queryOptions({
  queryKey: ["campaigns"],
  queryFn: ({ signal }) => get<CampaignList>("/campaigns", undefined, signal),
});

export const campaignQuery = (id: number) =>
  queryOptions({
    queryKey: ["campaign", id],
    queryFn: ({ signal }) => get<Campaign>(`/campaigns/${id}`, undefined, signal),
  });

export type Step = "start" | "pause" | "resume" | "stop";

/** What can be done with a campaign in a state. */
export const STEPS: Record<CampaignState, Step[]> = {
  draft: ["start"],
  running: ["pause", "stop"],
  paused: ["resume", "stop"],
  stopped: [],
  finished: [],
};

export const STATE_TONES: Record<CampaignState, Tone> = {
  draft: "calm",
  running: "ok",
  paused: "warn",
  stopped: "bad",
  finished: "info",
};

export const REGISTRATION_TONES: Record<Registration, Tone> = {
  registered: "info",
  confirmed: "ok",
  participated: "ok",
  cancelled: "bad",
};

export const REGISTRATIONS = ["registered", "confirmed", "participated", "cancelled"] as const;

function useRefresh(): (id: number) => Promise<void> {
  const client = useQueryClient();
  return async (id) => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ["campaign", id] }),
      client.invalidateQueries({ queryKey: ["campaigns"] }),
    ]);
  };
}

export function useStep(id: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (step: Step) => post<unknown>(`/campaigns/${id}/${step}`),
    onSettled: () => refresh(id),
  });
}

/** Create one (no record), or change the one that the form began with. */
export function useSaveCampaign() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ record, form }: { record: Campaign | null; form: CampaignForm }) =>
      record
        ? patch<Campaign>(`/campaigns/${record.id}`, { ...form, version: record.version })
        : post<Campaign>("/campaigns", form),
    onSuccess: (campaign) => refresh(campaign.id),
    onError: (_error, { record }) => record && refresh(record.id),
  });
}
