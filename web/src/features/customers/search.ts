import type { components } from "@/api/schema";
import type { CustomerFilter } from "./bulk/bulk";

type Shapes = components["schemas"];
export type FieldFilter = Shapes["FieldFilter"];
export type SavedView = Shapes["SavedView"];
export type ViewQuery = Required<Shapes["ViewQuery"]>;

/** The address of the list: the view, and what differs from it. */
export interface CustomersSearch {
  /** One of the predefined, or a saved view's id. */
  view?: string | undefined;
  q?: string | undefined;
  scope?: ViewQuery["scope"] | undefined;
  owner?: ViewQuery["owner"] | undefined;
  kind?: ViewQuery["kind"] | undefined;
  tile?: ViewQuery["tile"] | undefined;
  filters?: FieldFilter[] | undefined;
  sort?: ViewQuery["sort"] | undefined;
  order?: ViewQuery["order"] | undefined;
  cols?: string[] | undefined;
  size?: number | undefined;
  cursor?: string | undefined;
  panel?: "filters" | "columns" | "save" | undefined;
  create?: boolean | undefined;
  /** With `create`: the relationship that the new customer gets. */
  relationship?: number | undefined;
}

export const PREDEFINED = ["all", "mine", "department", "none"] as const;
export type Predefined = (typeof PREDEFINED)[number];

export const PAGE_SIZES = [25, 50, 100, 200] as const;
export const PAGE_SIZE = 50;

export const isPredefined = (view: string): view is Predefined =>
  PREDEFINED.some((one) => one === view);

const PLAIN: ViewQuery = {
  q: "",
  scope: "contact",
  owner: "all",
  kind: "all",
  tile: "all",
  filters: [],
  sort: "created",
  order: "desc",
};

/** What a view shows before anything is changed in the address. */
export function baseOf(view: string, saved: SavedView | undefined): ViewQuery {
  if (isPredefined(view)) return { ...PLAIN, owner: view };
  return { ...PLAIN, ...saved?.query };
}

const KEYS = ["q", "scope", "owner", "kind", "tile", "filters", "sort", "order"] as const;

/** What is shown: the view, with what the address says instead. */
export function effective(base: ViewQuery, search: CustomersSearch): ViewQuery {
  const own = Object.fromEntries(
    KEYS.filter((key) => search[key] !== undefined).map((key) => [key, search[key]]),
  );
  return { ...base, ...own };
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A change for the address: what is as in the view is left out; a page begins anew. */
export function changed(base: ViewQuery, change: Partial<ViewQuery>): Partial<CustomersSearch> {
  const next: Partial<CustomersSearch> = { cursor: undefined };
  for (const key of KEYS) {
    if (key in change) {
      Object.assign(next, { [key]: same(change[key], base[key]) ? undefined : change[key] });
    }
  }
  return next;
}

/** The same search, filters and order among these people's customers: R137's "mine", "no owner". */
export function toOwners(search: CustomersSearch, view: Predefined): CustomersSearch {
  const { q, scope, kind, tile, filters, sort, order, cols, size } = search;
  return { view, q, scope, kind, tile, filters, sort, order, cols, size };
}

/** Whether the address says something else than its view. */
export const isChanged = (search: CustomersSearch): boolean =>
  KEYS.some((key) => search[key] !== undefined) ||
  search.cols !== undefined ||
  search.size !== undefined;

/** As GET /customers takes it, without cursor and limit. */
export function toFilter(query: ViewQuery): CustomerFilter {
  return {
    ...(query.q ? { q: query.q } : {}),
    scope: query.scope,
    ...(query.owner === "all" ? {} : { owner: query.owner }),
    ...(query.kind === "all" ? {} : { kind: query.kind }),
    ...(query.tile === "all" ? {} : { tile: query.tile }),
    ...(query.filters.length > 0 ? { filters: JSON.stringify(query.filters.map(bare)) } : {}),
    sort: query.sort,
    order: query.order,
  };
}

/** Without what is not said: shorter in the address, and the same text for the same filter. */
export function bare(filter: FieldFilter): FieldFilter {
  const said = Object.entries(filter).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(said) as FieldFilter;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
const digit = (value: unknown): string | undefined =>
  typeof value === "number" ? String(value) : text(value);
const oneOf = <T extends string>(value: unknown, ...known: T[]): T | undefined =>
  known.find((one) => one === value);

/** An empty text is a change too: of a view that looks for something. */
const typed = (value: unknown): string | undefined => (value === "" ? "" : digit(value));

function isFilter(value: unknown): value is FieldFilter {
  return (
    typeof value === "object" && value !== null && typeof Reflect.get(value, "field") === "string"
  );
}

/** What of an address is known; the rest is left out. */
export function readSearch(raw: Record<string, unknown>): CustomersSearch {
  const size = PAGE_SIZES.find((one) => one === raw.size);
  const cols = Array.isArray(raw.cols) ? raw.cols.filter((one) => typeof one === "string") : [];
  const relationship = Number(raw.relationship);
  const found: CustomersSearch = {
    view: digit(raw.view),
    q: typed(raw.q),
    scope: oneOf(raw.scope, "contact", "customer", "all"),
    owner: oneOf(raw.owner, "all", "mine", "none", "department"),
    kind: oneOf(raw.kind, "all", "person", "organisation"),
    tile: oneOf(raw.tile, "all", "unread", "forgotten"),
    filters: Array.isArray(raw.filters) ? raw.filters.filter(isFilter) : undefined,
    sort: oneOf(raw.sort, "created", "name", "updated", "code", "contacted"),
    order: oneOf(raw.order, "asc", "desc"),
    cols: cols.length > 0 ? cols : undefined,
    size,
    cursor: text(raw.cursor),
    panel: oneOf(raw.panel, "filters", "columns", "save"),
    create: raw.create === true ? true : undefined,
    relationship:
      raw.relationship != null && Number.isInteger(relationship) ? relationship : undefined,
  };
  return found;
}
