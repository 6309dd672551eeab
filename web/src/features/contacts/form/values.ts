import type { Contact, Customer, CustomerChange, CustomerForm, Referrer } from "@/api/types";
import { type PhoneLine, phoneLine, phonesToSend } from "../PhonesField";

/** A value of a custom field in a form; "" for nothing. */
export type OwnValue = string | number | number[] | null;

export interface CustomerValues {
  kind: Customer["kind"];
  stage: Customer["stage"];
  name: string;
  code: string;
  owner_id: number | null;
  supporter_ids: number[];
  source_id: number | null;
  group_id: number | null;
  relationship_id: number | null;
  size_id: number | null;
  sector_id: number | null;
  tax_code: string;
  email: string;
  website: string;
  fax: string;
  birthday: string;
  address: string;
  office_address: string;
  province: string;
  description: string;
  referrer: Referrer | null;
  custom: Record<string, OwnValue>;
}

/** A company that is there, or one to be made (R057). */
export interface CompanyValue {
  id: number | null;
  name: string;
}

export interface PersonValues {
  line: number;
  name: string;
  title: string;
  email: string;
  address: string;
  description: string;
  source_id: number | null;
  facebook: string;
  utm_source: string;
  utm_medium: string;
  utm_campaign: string;
  utm_term: string;
  utm_content: string;
  company: CompanyValue | null;
  phones: PhoneLine[];
}

/** One form for a new customer with its people, for a change of it, and for one contact. */
export interface FormValues {
  customer: CustomerValues;
  people: PersonValues[];
  create_opportunity: boolean;
}

export const TEXTS = [
  "tax_code",
  "email",
  "website",
  "fax",
  "birthday",
  "address",
  "office_address",
  "province",
  "description",
] as const;
export const PICKS = ["source_id", "group_id", "relationship_id", "size_id", "sector_id"] as const;
const PERSON_TEXTS = [
  "title",
  "email",
  "address",
  "description",
  "facebook",
  "utm_source",
  "utm_medium",
  "utm_campaign",
  "utm_term",
  "utm_content",
] as const;

let lines = 0;

/** An empty person of a form, or one that is there. */
export function personValues(contact?: Contact, phone?: string): PersonValues {
  lines += 1;
  const texts = Object.fromEntries(PERSON_TEXTS.map((name) => [name, contact?.[name] ?? ""]));
  return {
    line: lines,
    name: contact?.name ?? "",
    ...(texts as Record<(typeof PERSON_TEXTS)[number], string>),
    source_id: contact?.source_id ?? null,
    company: contact?.company ?? null,
    phones: contact?.phones.length
      ? contact.phones.map(phoneLine)
      : [phoneLine(phone ? { typed: phone, is_primary: true } : {})],
  };
}

/** A person of a kept draft: lines are counted anew on each page, and none may be there twice. */
export function freshLines(person: PersonValues): PersonValues {
  lines += 1;
  return { ...person, line: lines, phones: person.phones.map(phoneLine) };
}

/** What a form begins with: a customer that is there, or nothing but these. */
export function customerValues(
  customer?: Customer,
  given: Partial<CustomerValues> = {},
): CustomerValues {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, customer?.[name] ?? ""]));
  const picks = Object.fromEntries(PICKS.map((name) => [name, customer?.[name] ?? null]));
  return {
    kind: customer?.kind ?? "person",
    stage: customer?.stage ?? "contact",
    name: customer?.name ?? "",
    code: customer?.code ?? "",
    owner_id: customer?.owner?.id ?? null,
    supporter_ids: customer?.supporters.map((one) => one.id) ?? [],
    ...(texts as Record<(typeof TEXTS)[number], string>),
    ...(picks as Record<(typeof PICKS)[number], number | null>),
    referrer: customer?.referrer ?? null,
    custom: (customer?.custom ?? {}) as Record<string, OwnValue>,
    ...given,
  };
}

const orNull = (text: string): string | null => text.trim() || null;

const sendReferrer = (one: Referrer | null): CustomerForm["referrer"] =>
  one && { kind: one.kind, id: one.id };

/** A customer as the server takes it; what does not fit its kind is left out. */
function send(values: CustomerValues) {
  const { size_id, sector_id, ...picks } = Object.fromEntries(
    PICKS.map((name) => [name, values[name]]),
  ) as Record<(typeof PICKS)[number], number | null>;
  const texts = Object.fromEntries(TEXTS.map((name) => [name, orNull(values[name])]));
  return {
    kind: values.kind,
    stage: values.stage,
    name: orNull(values.name),
    code: orNull(values.code),
    owner_id: values.owner_id,
    supporter_ids: values.supporter_ids,
    ...(texts as Record<(typeof TEXTS)[number], string | null>),
    ...picks,
    ...(values.kind === "organisation" ? { size_id, sector_id } : {}),
    referrer: sendReferrer(values.referrer),
    custom: Object.fromEntries(
      Object.entries(values.custom).map(([key, value]) => [key, value === "" ? null : value]),
    ),
  };
}

/** A person as the server takes them. */
export function sendPerson(values: PersonValues, withCompany: boolean) {
  const texts = Object.fromEntries(PERSON_TEXTS.map((name) => [name, orNull(values[name])]));
  const { company } = values;
  return {
    name: values.name.trim(),
    ...(texts as Record<(typeof PERSON_TEXTS)[number], string | null>),
    source_id: values.source_id,
    ...(withCompany
      ? {
          company_id: company?.id ?? null,
          ...(company && company.id === null ? { company_name: company.name } : {}),
        }
      : {}),
    phones: phonesToSend(values.phones).map(({ id, typed, label, is_primary }) => ({
      id: id ?? null,
      typed,
      label: label ?? null,
      is_primary,
    })),
  };
}

const isBlank = (person: PersonValues): boolean =>
  [person.name, ...PERSON_TEXTS.map((name) => person[name])].every((text) => !text.trim()) &&
  person.phones.every((phone) => !phone.typed.trim());

/**
 * What the form of a new customer shows: a person has one name and is their own contact. What was
 * typed for an organisation before is kept in the form, and means nothing.
 */
export function shownOf(values: FormValues): FormValues {
  if (values.customer.kind !== "person") return values;
  return {
    ...values,
    customer: { ...values.customer, name: "" },
    people: values.people.slice(0, 1),
  };
}

/** What creates a customer. `withOwner`: the owner may be chosen (R009). */
export function toCreate(typed: FormValues, withOwner: boolean): Partial<CustomerForm> {
  const values = shownOf(typed);
  const { owner_id, ...customer } = send(values.customer);
  const [first, ...others] = values.people.filter((person, n) => n === 0 || !isBlank(person));
  const withCompany = values.customer.kind === "person";
  const person = first && !isBlank(first) ? sendPerson(first, withCompany) : null;
  return {
    ...customer,
    ...(withOwner ? { owner_id } : {}),
    contact: person && { ...person, name: person.name || null },
    more_contacts: others.map((one) => sendPerson(one, withCompany)),
    create_opportunity: values.create_opportunity,
  };
}

const same = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** The fields that differ between two states of a form, custom ones as `custom.<key>`. */
export function changedFields(before: CustomerValues, after: CustomerValues): string[] {
  const a = send(before);
  const b = send(after);
  const standard = (Object.keys(b) as (keyof typeof b)[]).filter(
    (key) => key !== "custom" && !same(a[key] ?? null, b[key] ?? null),
  );
  const own = Object.keys({ ...a.custom, ...b.custom })
    .filter((key) => !same(a.custom[key] ?? null, b.custom[key] ?? null))
    .map((key) => `custom.${key}`);
  return [...standard, ...own];
}

/** What changes a customer: only what differs from what the form began with. */
export function toChange(
  version: number,
  before: CustomerValues,
  after: CustomerValues,
): Partial<CustomerChange> & { version: number } {
  const changed = changedFields(before, after);
  const sent = send(after);
  const all = sent as Record<string, unknown>;
  const standard = changed.filter((key) => !key.startsWith("custom."));
  const own = changed.flatMap((key) => (key.startsWith("custom.") ? [key.slice(7)] : []));
  return {
    version,
    ...Object.fromEntries(standard.map((key) => [key, all[key] ?? null])),
    ...(own.length > 0
      ? { custom: Object.fromEntries(own.map((key) => [key, sent.custom[key] ?? null])) }
      : {}),
  };
}

/** One's own changes put onto the record as somebody else left it meanwhile. */
export function rebase(
  before: CustomerValues,
  mine: CustomerValues,
  theirs: CustomerValues,
  /** Fields of which theirs is taken all the same. */
  given: ReadonlySet<string>,
): CustomerValues {
  const result: CustomerValues = { ...theirs, custom: { ...theirs.custom } };
  for (const key of changedFields(before, mine)) {
    if (given.has(key)) continue;
    if (key.startsWith("custom.")) result.custom[key.slice(7)] = mine.custom[key.slice(7)] ?? null;
    else Object.assign(result, { [key]: mine[key as keyof CustomerValues] });
  }
  return result;
}
