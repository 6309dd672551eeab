import { describe, expect, test } from "vitest";
import { makePlace, mapAddress, readPlace, tellPlace } from "./places";

describe("places of comments", () => {
  const here = { latitude: 10.776_889, longitude: 106.700_806, accuracy: 18 };

  test("a browser's position is kept without false precision and within what is stored", () => {
    const told = { latitude: 10.776_889_123, longitude: 106.700_805_9, accuracy: 17.6 };
    expect(makePlace(told)).toEqual(here);
    expect(makePlace({ ...told, accuracy: 3e7 }).accuracy).toBe(1_000_000);
  });

  test("it is shown in degrees and opens in a map, west and south too", () => {
    expect(tellPlace(here)).toBe("10.77689, 106.70081");
    expect(mapAddress(here)).toBe(
      "https://www.openstreetmap.org/?mlat=10.776889&mlon=106.700806#map=17/10.776889/106.700806",
    );
    expect(mapAddress({ latitude: -0.5, longitude: -78.25, accuracy: 1 })).toContain(
      "#map=17/-0.5/-78.25",
    );
  });

  test("only what has all three numbers is a place", () => {
    expect(readPlace(here)).toBe(here);
    for (const none of [null, "x", {}, { latitude: 1, longitude: 2 }]) {
      expect(readPlace(none)).toBeNull();
    }
  });
});
