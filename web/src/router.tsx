import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from "@tanstack/react-router";
import { queryClient } from "./api/queries";
import { Failed } from "./components/Failed";
import { NotFound } from "./components/NotFound";
import { PageSkeleton } from "./components/PageSkeleton";
import { TIMELINE_KINDS } from "./features/contacts/timelineKinds";
import { readSearch } from "./features/customers/search";
import { FILTERS as IMPORT_FILTERS } from "./features/imports/filters";
import { sessionQuery } from "./features/session/session";
import { Shell } from "./features/shell/Shell";

type Raw = Record<string, unknown>;

/** A text of the address; an absent or empty one leaves the address short. */
const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
const number = (value: unknown): number | undefined =>
  Number.isInteger(Number(value)) && value !== "" && value != null ? Number(value) : undefined;
const oneOf = <T extends string>(value: unknown, ...known: T[]): T | undefined =>
  known.find((one) => one === value);
/** Search values are read as JSON: a digit in the address comes as a number. */
const digit = (value: unknown): string | undefined =>
  typeof value === "number" ? String(value) : text(value);

/** Every link may leave out what it does not care for. */
const optional = <T extends object>(search: T): Partial<T> => search;

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (raw: Raw): { next?: string | undefined } => ({ next: text(raw.next) }),
  component: lazyRouteComponent(() => import("./features/session/SignInPage"), "SignInPage"),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: "/login", search: { next: location.href } });
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  beforeLoad: () => {
    const session = queryClient.getQueryData(sessionQuery.queryKey);
    // Who leads campaigns starts there, who takes calls at the desk.
    const leads = session?.user.rights.includes("campaigns.view");
    throw redirect({ to: leads ? "/campaigns" : "/desk" });
  },
});

const desk = createRoute({
  getParentRoute: () => shell,
  path: "/desk",
  component: lazyRouteComponent(() => import("./features/desk/DeskPage"), "DeskPage"),
});

const contacts = createRoute({
  getParentRoute: () => shell,
  path: "/contacts",
  validateSearch: (raw: Raw) =>
    optional({
      q: digit(raw.q),
      owner: oneOf(raw.owner, "mine", "none"),
      sort: oneOf(raw.sort, "name", "updated"),
      order: oneOf(raw.order, "asc", "desc"),
      create: raw.create === true ? true : undefined,
    }),
  component: lazyRouteComponent(() => import("./features/contacts/ContactsPage"), "ContactsPage"),
});

const customers = createRoute({
  getParentRoute: () => shell,
  path: "/customers",
  validateSearch: (raw: Raw) => optional(readSearch(raw)),
  component: lazyRouteComponent(
    () => import("./features/customers/CustomersPage"),
    "CustomersPage",
  ),
});

const customer = createRoute({
  getParentRoute: () => shell,
  path: "/customers/$customerId",
  validateSearch: (raw: Raw) =>
    optional({
      kind: oneOf(raw.kind, ...TIMELINE_KINDS),
      tab: text(raw.tab),
      list: typeof raw.list === "string" ? raw.list : undefined,
      back: text(raw.back),
    }),
  component: lazyRouteComponent(() => import("./features/contacts/CustomerPage"), "CustomerPage"),
});

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
    () => import("./features/opportunities/OpportunitiesPage"),
    "OpportunitiesPage",
  ),
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
  component: lazyRouteComponent(() => import("./features/tickets/TicketsPage"), "TicketsPage"),
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
  component: lazyRouteComponent(() => import("./features/tasks/TasksPage"), "TasksPage"),
});

const campaigns = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns",
  component: lazyRouteComponent(
    () => import("./features/campaigns/CampaignsPage"),
    "CampaignsPage",
  ),
});

const campaignNew = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns/new",
  component: lazyRouteComponent(
    () => import("./features/campaigns/form/CampaignFormPage"),
    "CampaignCreatePage",
  ),
});

const campaignEdit = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns/$campaignId/edit",
  component: lazyRouteComponent(
    () => import("./features/campaigns/form/CampaignFormPage"),
    "CampaignEditPage",
  ),
});

const campaign = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns/$campaignId",
  validateSearch: (raw: Raw) =>
    optional({
      state: text(raw.state),
      dial: text(raw.dial),
      outcome: text(raw.outcome),
      key: digit(raw.key),
      why: text(raw.why),
      q: digit(raw.q),
      member: number(raw.member),
    }),
  component: lazyRouteComponent(() => import("./features/campaigns/CampaignPage"), "CampaignPage"),
});

const pbx = createRoute({
  getParentRoute: () => shell,
  path: "/pbx",
  validateSearch: (raw: Raw) => optional({ name: text(raw.name), number: digit(raw.number) }),
  component: lazyRouteComponent(() => import("./features/pbx/PbxPage"), "PbxPage"),
});

const attempt = createRoute({
  getParentRoute: () => shell,
  path: "/attempts/$attemptId",
  component: lazyRouteComponent(() => import("./features/pbx/AttemptPage"), "AttemptPage"),
});

const dnc = createRoute({
  getParentRoute: () => shell,
  path: "/dnc",
  validateSearch: (raw: Raw) => ({
    list: oneOf(raw.list, "national", "internal"),
    q: digit(raw.q),
  }),
  component: lazyRouteComponent(() => import("./features/compliance/DncPage"), "DncPage"),
});

const imports = createRoute({
  getParentRoute: () => shell,
  path: "/imports",
  validateSearch: (raw: Raw) => optional({ tab: oneOf(raw.tab, "jobs") }),
  component: lazyRouteComponent(() => import("./features/imports/ImportsPage"), "ImportsPage"),
});

const importNew = createRoute({
  getParentRoute: () => shell,
  path: "/imports/new",
  validateSearch: (raw: Raw) =>
    optional({
      kind: oneOf(raw.kind, "customers", "contacts", "companies"),
      purpose: oneOf(raw.purpose, "upsert", "delete"),
    }),
  component: lazyRouteComponent(() => import("./features/imports/NewImportPage"), "NewImportPage"),
});

const importOne = createRoute({
  getParentRoute: () => shell,
  path: "/imports/$importId",
  validateSearch: (raw: Raw) => optional({ filter: oneOf(raw.filter, ...IMPORT_FILTERS) }),
  component: lazyRouteComponent(() => import("./features/imports/ImportPage"), "ImportPage"),
});

const users = createRoute({
  getParentRoute: () => shell,
  path: "/users",
  component: lazyRouteComponent(() => import("./features/people/UsersPage"), "UsersPage"),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: "/audit",
  component: lazyRouteComponent(() => import("./features/people/AuditPage"), "AuditPage"),
});

const duplicates = createRoute({
  getParentRoute: () => shell,
  path: "/duplicates",
  validateSearch: (raw: Raw) => optional({ field: text(raw.field) }),
  component: lazyRouteComponent(
    () => import("./features/duplicates/DuplicatesPage"),
    "DuplicatesPage",
  ),
});

const merge = createRoute({
  getParentRoute: () => shell,
  path: "/duplicates/merge",
  validateSearch: (raw: Raw) => optional({ kept: number(raw.kept), gone: number(raw.gone) }),
  component: lazyRouteComponent(() => import("./features/duplicates/MergePage"), "MergePage"),
});

const deleted = createRoute({
  getParentRoute: () => shell,
  path: "/deleted",
  validateSearch: (raw: Raw) => optional({ q: digit(raw.q) }),
  component: lazyRouteComponent(() => import("./features/contacts/DeletedPage"), "DeletedPage"),
});

const companies = createRoute({
  getParentRoute: () => shell,
  path: "/companies",
  validateSearch: (raw: Raw) =>
    optional({
      q: digit(raw.q),
      owner: oneOf(raw.owner, "mine", "none"),
      sort: oneOf(raw.sort, "name", "updated"),
      order: oneOf(raw.order, "asc", "desc"),
      create: raw.create === true ? true : undefined,
    }),
  component: lazyRouteComponent(
    () => import("./features/companies/CompaniesPage"),
    "CompaniesPage",
  ),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: "/settings",
  component: lazyRouteComponent(
    () => import("./features/settings/SettingsLayout"),
    "SettingsLayout",
  ),
});

const settingsCatalogues = createRoute({
  getParentRoute: () => settings,
  path: "/catalogues",
  validateSearch: (raw: Raw) => optional({ name: text(raw.name) }),
  component: lazyRouteComponent(
    () => import("./features/settings/catalogues/CataloguesPage"),
    "CataloguesPage",
  ),
});

const settingsFields = createRoute({
  getParentRoute: () => settings,
  path: "/fields",
  component: lazyRouteComponent(
    () => import("./features/settings/fields/FieldsPage"),
    "FieldsPage",
  ),
});

const settingsWebhooks = createRoute({
  getParentRoute: () => settings,
  path: "/webhooks",
  validateSearch: (raw: Raw) => optional({ open: number(raw.open) }),
  component: lazyRouteComponent(() => import("./features/webhooks/WebhooksPage"), "WebhooksPage"),
});

const tokens = createRoute({
  getParentRoute: () => shell,
  path: "/tokens",
  component: lazyRouteComponent(() => import("./features/tokens/TokensPage"), "TokensPage"),
});

const settingsDuplicates = createRoute({
  getParentRoute: () => settings,
  path: "/duplicates",
  component: lazyRouteComponent(
    () => import("./features/settings/duplicates/DuplicateRulesPage"),
    "DuplicateRulesPage",
  ),
});

const settingsComments = createRoute({
  getParentRoute: () => settings,
  path: "/comments",
  component: lazyRouteComponent(
    () => import("./features/comments/CommentersPage"),
    "CommentersPage",
  ),
});

const settingsForgotten = createRoute({
  getParentRoute: () => settings,
  path: "/forgotten",
  component: lazyRouteComponent(
    () => import("./features/customers/ForgottenPage"),
    "ForgottenPage",
  ),
});

const settingsRules = createRoute({
  getParentRoute: () => settings,
  path: "/calling-rules",
  component: lazyRouteComponent(
    () => import("./features/compliance/rules/CallingRulesPage"),
    "CallingRulesPage",
  ),
});

const settingsRoles = createRoute({
  getParentRoute: () => settings,
  path: "/roles",
  validateSearch: (raw: Raw) => optional({ role: text(raw.role) }),
  component: lazyRouteComponent(() => import("./features/rights/RolesPage"), "RolesPage"),
});

const settingsTeams = createRoute({
  getParentRoute: () => settings,
  path: "/teams",
  component: lazyRouteComponent(() => import("./features/people/GroupsPage"), "TeamsPage"),
});

const settingsDepartments = createRoute({
  getParentRoute: () => settings,
  path: "/departments",
  component: lazyRouteComponent(() => import("./features/people/GroupsPage"), "DepartmentsPage"),
});

const effectiveRights = createRoute({
  getParentRoute: () => shell,
  path: "/rights/$user",
  component: lazyRouteComponent(() => import("./features/rights/EffectivePage"), "EffectivePage"),
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
  component: lazyRouteComponent(() => import("./features/lookup/LookupPage"), "LookupPage"),
});

const routeTree = root.addChildren([
  login,
  shell.addChildren([
    home,
    desk,
    contacts,
    customers,
    customer,
    opportunities,
    tickets,
    tokens,
    tasks,
    campaigns,
    campaignNew,
    campaignEdit,
    campaign,
    pbx,
    attempt,
    dnc,
    imports,
    importNew,
    importOne,
    users,
    audit,
    effectiveRights,
    lookup,
    companies,
    deleted,
    duplicates,
    merge,
    settings.addChildren([
      settingsWebhooks,
      settingsRoles,
      settingsTeams,
      settingsDepartments,
      settingsCatalogues,
      settingsFields,
      settingsDuplicates,
      settingsComments,
      settingsForgotten,
      settingsRules,
    ]),
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: Failed,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
