import { expect, test } from "vitest";
import { findAddress } from "./addressee";

const customer = {
  id: 1,
  name: "Công ty An",
  email: "an@example.vn",
  contacts: [
    { id: 2, name: "Lan", email: "lan@example.vn", is_primary: true },
    { id: 3, name: "Mai", email: "mai", is_primary: false },
  ],
};

test("who is met is written to, and nobody in their place", () => {
  expect(findAddress(customer, 2)).toBe("lan@example.vn");
  expect(findAddress(customer, 3)).toBeNull();
});

test("when nobody is named the primary contact is written to, else the customer", () => {
  expect(findAddress(customer, null)).toBe("lan@example.vn");
  expect(findAddress({ ...customer, contacts: [] }, null)).toBe("an@example.vn");
  expect(findAddress({ id: 1, name: "x" }, null)).toBeNull();
});
