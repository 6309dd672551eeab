import type { TFunction } from "i18next";
import type { ComponentType } from "react";
import type { Customer } from "@/api/types";
import { AppointmentsTab } from "@/features/appointments/AppointmentsTab";
import { CommentsTab } from "@/features/comments/CommentsTab";
import { useUnreadComments } from "@/features/comments/comments";
import { DealingsTab } from "@/features/commerce/DealingsTab";
import { LedgerTab } from "@/features/commerce/LedgerTab";
import { DocumentsTab } from "@/features/documents/DocumentsTab";
import { useDocumentCount } from "@/features/documents/documents";
import { MergesPanel, useMergeCount } from "@/features/duplicates/MergesPanel";
import { OpportunitiesTab } from "@/features/opportunities/OpportunitiesTab";
import { useOpenOpportunities } from "@/features/opportunities/opportunities";
import type { RightName } from "@/features/session/session";
import { TasksTab } from "@/features/tasks/TasksTab";
import { useOpenTasks } from "@/features/tasks/tasks";
import { TicketsTab } from "@/features/tickets/TicketsTab";
import { useActiveTickets } from "@/features/tickets/tickets";
import { CustomerOverview } from "./CustomerCard";

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
  { key: "overview", label: (t) => t("contacts.tabs.overview"), Panel: CustomerOverview },
  {
    key: "comments",
    label: (t) => t("comments.title"),
    useCount: useUnreadComments,
    Panel: CommentsTab,
  },
  {
    key: "tasks",
    label: (t) => t("tasks.title"),
    useCount: useOpenTasks,
    Panel: TasksTab,
  },
  {
    key: "appointments",
    label: (t) => t("care.appointment.title"),
    Panel: AppointmentsTab,
  },
  {
    key: "opportunities",
    label: (t) => t("opportunities.title"),
    useCount: useOpenOpportunities,
    Panel: OpportunitiesTab,
  },
  { key: "dealings", label: (t) => t("commerce.dealings"), Panel: DealingsTab },
  { key: "debts", label: (t) => t("commerce.ledger.title"), Panel: LedgerTab },
  {
    key: "tickets",
    label: (t) => t("tickets.title"),
    useCount: useActiveTickets,
    Panel: TicketsTab,
  },
  {
    key: "documents",
    label: (t) => t("documents.title"),
    useCount: useDocumentCount,
    Panel: DocumentsTab,
  },
  {
    key: "merges",
    label: (t) => t("duplicates.history"),
    useCount: useMergeCount,
    rare: true,
    right: "customers.merge",
    Panel: MergesPanel,
  },
];
