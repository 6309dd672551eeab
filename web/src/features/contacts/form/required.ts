import { ApiError } from "@/api/client";
import type { FieldView } from "@/api/types";
import { UNREADABLE } from "@/components/moments";
import { type FormValues, PICKS } from "./values";

const PATHS: Record<string, string> = {
  owner: "owner_id",
  ...Object.fromEntries(PICKS.map((name) => [name.replace("_id", ""), name])),
};

/** Where a field of GET /fields is in the form. */
export function pathOf(key: string, person = 0): string {
  if (key.startsWith("contact.")) {
    const name = key.slice("contact.".length);
    return `people.${person}.${name === "source" ? "source_id" : name}`;
  }
  return `customer.${PATHS[key] ?? key}`;
}

/** The field of GET /fields that is at a place of the form. */
export const keyOf = (name: string): string => name.replace(/_id$/, "");

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (typeof value === "string" && value.trim() === "") ||
  (Array.isArray(value) && value.length === 0);

function read(values: FormValues, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], values);
}

/** Required fields that are empty, by path. `only`: the fields of a change, others are left be. */
export function findMissing(
  fields: FieldView[],
  values: FormValues,
  only?: readonly string[],
): string[] {
  const { kind } = values.customer;
  return fields
    .filter((one) => one.required && (one.only === null || one.only === kind))
    .flatMap((one) => {
      if (one.of === "contact") {
        return values.people.map((_, n) => pathOf(one.key, n));
      }
      const path = pathOf(one.key);
      const name = path.slice("customer.".length);
      return only && !only.includes(name) ? [] : [path];
    })
    .filter((path) => {
      const value = read(values, path);
      if (!path.endsWith(".phones")) return isEmpty(value);
      return (value as { typed: string }[]).every((phone) => isEmpty(phone.typed));
    });
}

/** Days that are none: half typed, or the 31st of June; by path. */
export function findUnreadable({ customer }: FormValues): string[] {
  const own = Object.entries(customer.custom).filter(([, value]) => value === UNREADABLE);
  return [
    ...(customer.birthday === UNREADABLE ? ["customer.birthday"] : []),
    ...own.map(([key]) => `customer.custom.${key}`),
  ];
}

/** Where in the form the server found something wrong: path → code, beside what it says itself. */
export function findRefused(error: unknown): Map<string, string> {
  const found = new Map<string, string>();
  if (!(error instanceof ApiError)) return found;
  const { code, params } = error;
  if (code === "customer.code_taken") found.set("customer.code", code);
  if (code === "customer.birthday_ahead") found.set("customer.birthday", code);
  if (code === "customer.name_missing") found.set("people.0.name", code);
  if (code === "field.value_invalid") found.set(`customer.custom.${params.field}`, code);
  if (code === "field.required" && Array.isArray(params.fields)) {
    for (const key of params.fields) found.set(pathOf(String(key)), code);
  }
  return found;
}

/** The server's path of a field, as the form's. */
export function toFormPath(path: string): string {
  if (path.startsWith("contact.")) return path.replace("contact.", "people.0.");
  const further = /^more_contacts\.(\d+)\.(.*)$/.exec(path);
  if (further) return `people.${Number(further[1]) + 1}.${further[2]}`;
  return `customer.${path}`;
}
