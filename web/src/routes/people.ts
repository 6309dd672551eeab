import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { AUDIT_GROUPS } from "@/features/people/auditGroups";
import { root, shell } from "./frame";
import { day, digit, number, oneOf, optional, type Raw, text } from "./search";

/** Who works here: signing in, accounts, rights and tokens. */

export const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (raw: Raw): { next?: string | undefined } => ({ next: text(raw.next) }),
  component: lazyRouteComponent(() => import("@/features/session/SignInPage"), "SignInPage"),
});

const users = createRoute({
  getParentRoute: () => shell,
  path: "/users",
  validateSearch: (raw: Raw) =>
    optional({
      q: digit(raw.q),
      role: text(raw.role),
      team: number(raw.team),
      state: oneOf(raw.state, "active", "inactive"),
      sort: oneOf(raw.sort, "name"),
      order: oneOf(raw.order, "desc"),
    }),
  component: lazyRouteComponent(() => import("@/features/people/UsersPage"), "UsersPage"),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: "/audit",
  validateSearch: (raw: Raw) =>
    optional({
      who: number(raw.who),
      group: oneOf(raw.group, ...AUDIT_GROUPS),
      from: day(raw.from),
      to: day(raw.to),
    }),
  component: lazyRouteComponent(() => import("@/features/people/AuditPage"), "AuditPage"),
});

const effectiveRights = createRoute({
  getParentRoute: () => shell,
  path: "/rights/$user",
  component: lazyRouteComponent(() => import("@/features/rights/EffectivePage"), "EffectivePage"),
});

const tokens = createRoute({
  getParentRoute: () => shell,
  path: "/tokens",
  component: lazyRouteComponent(() => import("@/features/tokens/TokensPage"), "TokensPage"),
});

const birthdays = createRoute({
  getParentRoute: () => shell,
  path: "/birthdays",
  validateSearch: (raw: Raw) => optional({ person: number(raw.person) }),
  component: lazyRouteComponent(
    () => import("@/features/birthdays/BirthdaysPage"),
    "BirthdaysPage",
  ),
});

export const peopleRoutes = [users, audit, effectiveRights, tokens, birthdays] as const;
