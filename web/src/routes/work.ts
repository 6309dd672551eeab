import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { EVERY_STATUS, KINDS } from "@/features/commerce/kinds";
import { shell } from "./frame";
import { day, digit, number, oneOf, optional, type Raw } from "./search";

/** Work on customers: opportunities, sales, tickets and tasks. */

const opportunities = createRoute({
  getParentRoute: () => shell,
  path: "/opportunities",
  validateSearch: (raw: Raw) =>
    optional({
      q: digit(raw.q),
      stage: oneOf(raw.stage, "open", "won", "lost", "cancelled"),
      owner: oneOf(raw.owner, "mine", "none"),
      sort: oneOf(raw.sort, "value", "expected"),
      order: oneOf(raw.order, "asc"),
      open: number(raw.open),
    }),
  component: lazyRouteComponent(
    () => import("@/features/opportunities/OpportunitiesPage"),
    "OpportunitiesPage",
  ),
});

const sales = createRoute({
  getParentRoute: () => shell,
  path: "/sales",
  validateSearch: (raw: Raw) =>
    optional({
      q: digit(raw.q),
      kind: oneOf(raw.kind, ...KINDS),
      status: oneOf(raw.status, ...EVERY_STATUS),
      owner: oneOf(raw.owner, "mine", "none"),
      from: day(raw.from),
      to: day(raw.to),
      sort: oneOf(raw.sort, "day", "amount"),
      order: oneOf(raw.order, "asc"),
      open: number(raw.open),
    }),
  component: lazyRouteComponent(() => import("@/features/commerce/SalesPage"), "SalesPage"),
});

const tickets = createRoute({
  getParentRoute: () => shell,
  path: "/tickets",
  validateSearch: (raw: Raw) =>
    optional({
      q: digit(raw.q),
      status: oneOf(raw.status, "active", "open", "pending", "resolved", "closed"),
      priority: oneOf(raw.priority, "low", "normal", "high", "urgent"),
      assignee: oneOf(raw.assignee, "mine", "none"),
      sort: oneOf(raw.sort, "priority"),
      order: oneOf(raw.order, "asc"),
      open: number(raw.open),
    }),
  component: lazyRouteComponent(() => import("@/features/tickets/TicketsPage"), "TicketsPage"),
});

const tasks = createRoute({
  getParentRoute: () => shell,
  path: "/tasks",
  validateSearch: (raw: Raw) =>
    optional({
      q: digit(raw.q),
      state: oneOf(raw.state, "overdue", "done", "cancelled", "all"),
      whose: oneOf(raw.whose, "all"),
      view: oneOf(raw.view, "appointments"),
      create: raw.create === true ? true : undefined,
    }),
  component: lazyRouteComponent(() => import("@/features/tasks/TasksPage"), "TasksPage"),
});

export const workRoutes = [opportunities, sales, tickets, tasks] as const;
