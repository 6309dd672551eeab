import { createRoute, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { queryClient } from "@/api/queries";
import { NAMED, readKpiSearch } from "@/features/kpi/kpi";
import { type RightName, sessionQuery } from "@/features/session/session";
import { shell } from "./frame";
import { digit, number, oneOf, optional, type Raw, text } from "./search";

/** Where one begins; calls: the desk, finding who calls, the PBX and whom not to call. */

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  beforeLoad: () => {
    const session = queryClient.getQueryData(sessionQuery.queryKey);
    const may = (right: RightName): boolean => session?.user.rights.includes(right) ?? false;
    // Who takes calls and leads nobody starts at the desk, which has their own figures.
    if (!may("campaigns.view") && may("call")) throw redirect({ to: "/desk" });
    if (may("customers.kpi")) throw redirect({ to: "/overview" });
    throw redirect({ to: may("campaigns.view") ? "/campaigns" : "/customers" });
  },
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: "/overview",
  validateSearch: (raw: Raw) => optional(readKpiSearch(raw)),
  component: lazyRouteComponent(() => import("@/features/kpi/OverviewPage"), "OverviewPage"),
});

const desk = createRoute({
  getParentRoute: () => shell,
  path: "/desk",
  validateSearch: (raw: Raw) => optional({ kpi: oneOf(raw.kpi, ...NAMED) }),
  component: lazyRouteComponent(() => import("@/features/desk/DeskPage"), "DeskPage"),
});

const lookup = createRoute({
  getParentRoute: () => shell,
  path: "/lookup",
  validateSearch: (raw: Raw) =>
    optional({
      code: digit(raw.code),
      name: digit(raw.name),
      phone: digit(raw.phone),
      ownerId: number(raw.ownerId),
      address: digit(raw.address),
      office: digit(raw.office),
    }),
  component: lazyRouteComponent(() => import("@/features/lookup/LookupPage"), "LookupPage"),
});

const pbx = createRoute({
  getParentRoute: () => shell,
  path: "/pbx",
  validateSearch: (raw: Raw) => optional({ name: text(raw.name), number: digit(raw.number) }),
  component: lazyRouteComponent(() => import("@/features/pbx/PbxPage"), "PbxPage"),
});

const attempt = createRoute({
  getParentRoute: () => shell,
  path: "/attempts/$attemptId",
  component: lazyRouteComponent(() => import("@/features/pbx/AttemptPage"), "AttemptPage"),
});

const dnc = createRoute({
  getParentRoute: () => shell,
  path: "/dnc",
  validateSearch: (raw: Raw) => ({
    list: oneOf(raw.list, "national", "internal"),
    q: digit(raw.q),
  }),
  component: lazyRouteComponent(() => import("@/features/compliance/DncPage"), "DncPage"),
});

export const callsRoutes = [home, overview, desk, lookup, pbx, attempt, dnc] as const;
