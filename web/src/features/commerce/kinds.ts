/** Which kinds of documents there are, and what each of them can be and name. */

export const KINDS = ["quote", "order", "contract", "receipt", "payment"] as const;
export const DEALING_KINDS = ["transaction", ...KINDS] as const;

export type Kind = (typeof KINDS)[number];
export type DealingKind = (typeof DEALING_KINDS)[number];

/** Every status that a document can have, in the order of their lives. */
export const EVERY_STATUS = [
  "draft",
  "sent",
  "accepted",
  "refused",
  "confirmed",
  "delivered",
  "in_force",
  "ended",
  "recorded",
  "cancelled",
] as const;
export type Status = (typeof EVERY_STATUS)[number];

/** What a new document may begin as, its first status first. */
export const BEGINNINGS: Record<Kind, readonly Status[]> = {
  quote: ["draft", "sent"],
  order: ["draft", "confirmed", "delivered"],
  contract: ["draft", "in_force"],
  receipt: ["recorded"],
  payment: ["recorded"],
};

/** The statuses that documents of a kind have, in the order of their life. */
export const STATUSES: Record<Kind, readonly Status[]> = {
  quote: ["draft", "sent", "accepted", "refused", "cancelled"],
  order: ["draft", "confirmed", "delivered", "cancelled"],
  contract: ["draft", "in_force", "ended", "cancelled"],
  receipt: ["recorded", "cancelled"],
  payment: ["recorded", "cancelled"],
};

/** Which kinds a document of this kind can name. */
export const NAMES: Record<Kind, readonly Kind[]> = {
  quote: [],
  order: ["contract"],
  contract: ["contract"],
  receipt: ["order", "contract"],
  payment: ["order", "contract"],
};

export const isMoney = (kind: Kind): boolean => kind === "receipt" || kind === "payment";
export const hasLines = (kind: Kind): boolean => kind === "quote" || kind === "order";
