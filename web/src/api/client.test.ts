import { afterEach, expect, test, vi } from "vitest";
import { get, patch, post } from "./client";

const answers = (): Response => new Response('{"id":1}', { status: 201 });

afterEach(() => vi.unstubAllGlobals());

function listen() {
  const fetched = vi.fn(async () => answers());
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

test("a change that is asked for twice before it was answered is sent once", async () => {
  const fetched = listen();
  const both = await Promise.all([post("/roles", { name: "a" }), post("/roles", { name: "a" })]);
  expect(both).toEqual([{ id: 1 }, { id: 1 }]);
  expect(fetched).toHaveBeenCalledTimes(1);
});

test("what differs, or comes after the answer, is another change", async () => {
  const fetched = listen();
  await Promise.all([
    post("/roles", { name: "a" }),
    post("/roles", { name: "b" }),
    patch("/roles", { name: "a" }),
  ]);
  await post("/roles", { name: "a" });
  expect(fetched).toHaveBeenCalledTimes(4);
});

test("a refusal is told to both, and the next one is sent anew", async () => {
  const fetched = vi.fn(async () => new Response('{"code":"role.taken"}', { status: 409 }));
  vi.stubGlobal("fetch", fetched);
  const both = await Promise.allSettled([post("/roles", {}), post("/roles", {})]);
  expect(both.map((one) => one.status)).toEqual(["rejected", "rejected"]);
  expect(fetched).toHaveBeenCalledTimes(1);
  await expect(post("/roles", {})).rejects.toThrow("role.taken");
  expect(fetched).toHaveBeenCalledTimes(2);
});

test("what is only read is asked for as often as it is wanted", async () => {
  const fetched = listen();
  await Promise.all([get("/roles"), get("/roles")]);
  expect(fetched).toHaveBeenCalledTimes(2);
});
