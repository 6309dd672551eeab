import type { Campaign, CampaignForm, Registration, RetryRules } from "@/api/types";

export const RETRIED = ["busy", "no_answer", "congestion", "no_key"] as const;
export type Retried = (typeof RETRIED)[number];

/** What the form holds: numbers as Mantine's inputs give them, empty ones as "". */
export interface Values extends Omit<CampaignForm, "prompt_id"> {
  prompt_id: number | null;
}

export const FRESH: Values = {
  name: "",
  purpose: "advertising",
  pbx: "",
  trunk: "",
  caller_id: "",
  prompt_id: null,
  keys: { "1": "registered", "2": "participated" },
  refuse_key: "9",
  repeats: 2,
  key_wait_s: 5,
  ring_s: 30,
  window: { days: [1, 2, 3, 4, 5, 6, 7], start: "08:00", end: "17:00" },
  retry: {
    busy: { tries: 3, after_s: 900 },
    no_answer: { tries: 3, after_s: 3_600 },
    congestion: { tries: 3, after_s: 300 },
    no_key: { tries: 1, after_s: 3_600 },
  },
  max_concurrent: 10,
  calls_per_second: 2,
};

/** A saved campaign as the form holds it. */
export function valuesOf(campaign: Campaign): Values {
  return {
    name: campaign.name,
    purpose: campaign.purpose,
    pbx: campaign.pbx,
    trunk: campaign.trunk,
    caller_id: campaign.caller_id,
    prompt_id: campaign.prompt_id,
    keys: { ...campaign.keys },
    refuse_key: campaign.refuse_key,
    repeats: campaign.repeats,
    key_wait_s: campaign.key_wait_s,
    ring_s: campaign.ring_s,
    window: { ...campaign.window, days: [...campaign.window.days] },
    retry: { ...FRESH.retry, ...(campaign.retry as RetryRules) },
    max_concurrent: campaign.max_concurrent,
    calls_per_second: campaign.calls_per_second,
  };
}

export type Problem = "missing" | "refuseKeyTaken" | "noKeys" | "callerId" | "noDays" | "window";

/** What is wrong before the server is asked, by field. */
export function findProblems(values: Values): Partial<Record<string, Problem>> {
  const problems: Partial<Record<string, Problem>> = {};
  if (!values.name.trim()) problems.name = "missing";
  if (!values.pbx) problems.pbx = "missing";
  if (!values.trunk.trim()) problems.trunk = "missing";
  if (!/^\+?\d{3,15}$/.test(values.caller_id.trim())) problems.caller_id = "callerId";
  if (values.prompt_id === null) problems.prompt_id = "missing";
  if (Object.keys(values.keys).length === 0) problems.keys = "noKeys";
  if (values.refuse_key in values.keys) problems.refuse_key = "refuseKeyTaken";
  if (values.window.days.length === 0) problems["window.days"] = "noDays";
  if (values.window.start >= values.window.end) problems["window.end"] = "window";
  return problems;
}

/** The table of keys with one line changed; null takes the key out. */
export function withKey(
  keys: Record<string, Registration>,
  key: string,
  state: Registration | null,
): Record<string, Registration> {
  const next = { ...keys };
  if (state === null) delete next[key];
  else next[key] = state;
  return next;
}

/** Who has no state yet may become Registered only: without such a key nobody new ever moves. */
export function movesNobodyNew(keys: Values["keys"]): boolean {
  const meanings = Object.values(keys);
  return meanings.length > 0 && !meanings.includes("registered");
}
