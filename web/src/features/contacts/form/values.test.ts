import { describe, expect, test } from "vitest";
import {
  changedFields,
  customerValues,
  type FormValues,
  personValues,
  rebase,
  toChange,
  toCreate,
} from "./values";

const base = customerValues(undefined, {
  name: "Sen",
  description: "old",
  custom: { hang: 3, chon: [1, 2], so: 5 },
});

const form = (part: Partial<FormValues>): FormValues => ({
  customer: base,
  people: [personValues()],
  create_opportunity: false,
  ...part,
});

describe("a change of a customer", () => {
  test("sends what differs, and nothing else", () => {
    const mine = { ...base, description: " new ", custom: { ...base.custom, so: 0, chon: [1, 2] } };
    expect(toChange(7, base, mine)).toEqual({
      version: 7,
      description: "new",
      custom: { so: 0 },
    });
  });

  test("empties a field by null", () => {
    const mine = { ...base, description: "  ", custom: { ...base.custom, hang: null } };
    expect(toChange(1, base, mine)).toEqual({
      version: 1,
      description: null,
      custom: { hang: null },
    });
  });

  test("knows that blanks around a text are no change", () => {
    expect(changedFields(base, { ...base, name: " Sen " })).toEqual([]);
  });

  test("leaves out what only organisations have", () => {
    const mine = { ...base, size_id: 4 };
    expect(changedFields(base, mine)).toEqual([]);
    expect(
      changedFields({ ...base, kind: "organisation" }, { ...mine, kind: "organisation" }),
    ).toEqual(["size_id"]);
  });
});

describe("two changes of one customer", () => {
  const mine = {
    ...base,
    description: "mine",
    tax_code: "03",
    custom: { ...base.custom, hang: 9 },
  };
  const theirs = {
    ...base,
    description: "theirs",
    website: "sen.vn",
    custom: { ...base.custom, so: 6 },
  };

  test("are both kept, mine where both changed the same", () => {
    expect(rebase(base, mine, theirs, new Set())).toEqual({
      ...theirs,
      description: "mine",
      tax_code: "03",
      custom: { hang: 9, chon: [1, 2], so: 6 },
    });
  });

  test("give way to theirs where I say so", () => {
    const result = rebase(base, mine, theirs, new Set(["description", "custom.hang"]));
    expect(result.description).toBe("theirs");
    expect(result.custom.hang).toBe(3);
    expect(result.tax_code).toBe("03");
  });
});

describe("a new customer", () => {
  test("has people without those rows that were left empty", () => {
    const people = [
      { ...personValues(), name: "Lan" },
      personValues(),
      { ...personValues(), name: "Nam" },
    ];
    const sent = toCreate(form({ customer: { ...base, kind: "organisation" }, people }), true);
    expect(sent.contact?.name).toBe("Lan");
    expect(sent.more_contacts?.map((one) => one.name)).toEqual(["Nam"]);
  });

  test("sends of a person what the form of a person shows", () => {
    // Typed for an organisation, before the form was turned into a person's.
    const people = [
      { ...personValues(), name: "Lan" },
      { ...personValues(), name: "Kế toán" },
    ];
    const sent = toCreate(form({ customer: { ...base, kind: "person" }, people }), true);
    expect([sent.name, sent.contact?.name, sent.more_contacts]).toEqual([null, "Lan", []]);
  });

  test("says nothing of its owner where that is not one's to say", () => {
    expect("owner_id" in toCreate(form({}), false)).toBe(false);
    expect("owner_id" in toCreate(form({}), true)).toBe(true);
  });

  test("has a company made with its contact when the name is new", () => {
    const person = { ...personValues(), name: "Lan", company: { id: null, name: "Minh An" } };
    const { contact } = toCreate(form({ people: [person] }), true);
    expect([contact?.company_id, contact?.company_name]).toEqual([null, "Minh An"]);
  });
});
