import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { DEALING_KINDS } from "@/features/commerce/kinds";
import { TIMELINE_KINDS } from "@/features/contacts/timelineKinds";
import { readSearch } from "@/features/customers/search";
import { FILTERS as IMPORT_FILTERS } from "@/features/imports/filters";
import { shell } from "./frame";
import { digit, number, oneOf, optional, type Raw, text } from "./search";

/** The directory: lists, the customer, imports, duplicates. */

const contacts = createRoute({
  getParentRoute: () => shell,
  path: "/contacts",
  validateSearch: (raw: Raw) =>
    optional({
      q: digit(raw.q),
      owner: oneOf(raw.owner, "mine", "none"),
      manager: number(raw.manager),
      company: number(raw.company),
      sort: oneOf(raw.sort, "name", "updated"),
      order: oneOf(raw.order, "asc", "desc"),
      panel: oneOf(raw.panel, "columns", "export"),
      create: raw.create === true ? true : undefined,
    }),
  component: lazyRouteComponent(() => import("@/features/contacts/ContactsPage"), "ContactsPage"),
});

const customers = createRoute({
  getParentRoute: () => shell,
  path: "/customers",
  validateSearch: (raw: Raw) => optional(readSearch(raw)),
  component: lazyRouteComponent(
    () => import("@/features/customers/CustomersPage"),
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
      deals: oneOf(raw.deals, ...DEALING_KINDS),
      paper: number(raw.paper),
      list: typeof raw.list === "string" ? raw.list : undefined,
      back: text(raw.back),
      from: oneOf(raw.from, "companies"),
    }),
  component: lazyRouteComponent(() => import("@/features/contacts/CustomerPage"), "CustomerPage"),
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
      panel: oneOf(raw.panel, "columns"),
      create: raw.create === true ? true : undefined,
    }),
  component: lazyRouteComponent(
    () => import("@/features/companies/CompaniesPage"),
    "CompaniesPage",
  ),
});

const deleted = createRoute({
  getParentRoute: () => shell,
  path: "/deleted",
  validateSearch: (raw: Raw) => optional({ q: digit(raw.q) }),
  component: lazyRouteComponent(() => import("@/features/contacts/DeletedPage"), "DeletedPage"),
});

const duplicates = createRoute({
  getParentRoute: () => shell,
  path: "/duplicates",
  validateSearch: (raw: Raw) => optional({ field: text(raw.field) }),
  component: lazyRouteComponent(
    () => import("@/features/duplicates/DuplicatesPage"),
    "DuplicatesPage",
  ),
});

const merge = createRoute({
  getParentRoute: () => shell,
  path: "/duplicates/merge",
  validateSearch: (raw: Raw) => optional({ kept: number(raw.kept), gone: number(raw.gone) }),
  component: lazyRouteComponent(() => import("@/features/duplicates/MergePage"), "MergePage"),
});

const imports = createRoute({
  getParentRoute: () => shell,
  path: "/imports",
  validateSearch: (raw: Raw) => optional({ tab: oneOf(raw.tab, "jobs") }),
  component: lazyRouteComponent(() => import("@/features/imports/ImportsPage"), "ImportsPage"),
});

const importNew = createRoute({
  getParentRoute: () => shell,
  path: "/imports/new",
  validateSearch: (raw: Raw) =>
    optional({
      kind: oneOf(raw.kind, "customers", "contacts", "companies"),
      purpose: oneOf(raw.purpose, "upsert", "delete"),
    }),
  component: lazyRouteComponent(() => import("@/features/imports/NewImportPage"), "NewImportPage"),
});

const importOne = createRoute({
  getParentRoute: () => shell,
  path: "/imports/$importId",
  validateSearch: (raw: Raw) => optional({ filter: oneOf(raw.filter, ...IMPORT_FILTERS) }),
  component: lazyRouteComponent(() => import("@/features/imports/ImportPage"), "ImportPage"),
});

export const customersRoutes = [
  contacts,
  customers,
  customer,
  companies,
  deleted,
  duplicates,
  merge,
  imports,
  importNew,
  importOne,
] as const;
