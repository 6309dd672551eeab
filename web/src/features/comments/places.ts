/** Where a comment was written, as it is shown and opened in a map. Pure. */

export interface Place {
  latitude: number;
  longitude: number;
  /** Metres it may be off. */
  accuracy: number;
}

const DIGITS = 6; // a tenth of a metre; the rest is noise
const MOST_METRES = 1_000_000;
const SHOWN_DIGITS = 5;

/** A position as a browser tells it, without false precision. */
export function makePlace(coords: Place): Place {
  return {
    latitude: Number(coords.latitude.toFixed(DIGITS)),
    longitude: Number(coords.longitude.toFixed(DIGITS)),
    accuracy: Math.min(MOST_METRES, Math.max(0, Math.round(coords.accuracy))),
  };
}

/** What of an entry's detail is a place; null for anything else. */
export function readPlace(value: unknown): Place | null {
  if (typeof value !== "object" || value === null) return null;
  const { latitude, longitude, accuracy } = value as Partial<Place>;
  const numbers = [latitude, longitude, accuracy].every((one) => typeof one === "number");
  return numbers ? (value as Place) : null;
}

/** 10.77689, 106.70081 */
export const tellPlace = ({ latitude, longitude }: Place): string =>
  `${latitude.toFixed(SHOWN_DIGITS)}, ${longitude.toFixed(SHOWN_DIGITS)}`;

/** A page with a map; it is opened by who clicks, the app itself loads nothing from there. */
export function mapAddress({ latitude, longitude }: Place): string {
  const query = new URLSearchParams({ mlat: String(latitude), mlon: String(longitude) });
  return `https://www.openstreetmap.org/?${query}#map=17/${latitude}/${longitude}`;
}
