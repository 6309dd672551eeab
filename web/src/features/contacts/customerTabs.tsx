import type { TFunction } from "i18next";
import type { ComponentType } from "react";
import type { Customer } from "@/api/types";
import { MergesPanel, useMergeCount } from "@/features/duplicates/MergesPanel";
import type { RightName } from "@/features/session/session";
import { CustomerCard } from "./CustomerCard";

export interface CustomerTab {
  /** In the address, as `?tab=`. */
  key: string;
  label: (t: TFunction) => string;
  /** A hook: the number beside the name; undefined or 0 shows none. */
  useCount?: (customer: Customer) => number | undefined;
  /** The tab is there only when its count is not 0: what few customers have. */
  rare?: true;
  /** Who lacks it does not see the tab. */
  right?: RightName;
  Panel: ComponentType<{ customer: Customer }>;
}

/** What the customer page shows of a customer, in order; the history is always beside it. */
export const CUSTOMER_TABS: readonly CustomerTab[] = [
  { key: "overview", label: (t) => t("contacts.tabs.overview"), Panel: CustomerCard },
  {
    key: "merges",
    label: (t) => t("duplicates.history"),
    useCount: useMergeCount,
    rare: true,
    right: "customers.merge",
    Panel: MergesPanel,
  },
];
