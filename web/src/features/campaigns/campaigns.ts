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

export function useSaveCampaign(saved: Campaign | null) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (form: CampaignForm) =>
      saved
        ? patch<Campaign>(`/campaigns/${saved.id}`, { ...form, version: saved.version })
        : post<Campaign>("/campaigns", form),
    onSuccess: (campaign) => refresh(campaign.id),
  });
}
