import { useState } from "react";
import { makePlace, type Place } from "./places";

export type LocateTrouble = "denied" | "unavailable" | "timeout";

/** Browsers tell a position only to pages that nobody on the way can have changed. */
export const canLocate = (): boolean => window.isSecureContext && "geolocation" in navigator;

const OPTIONS: PositionOptions = {
  enableHighAccuracy: true,
  timeout: 15_000,
  maximumAge: 60_000,
};

function tellTrouble({ code }: GeolocationPositionError): LocateTrouble {
  if (code === GeolocationPositionError.PERMISSION_DENIED) return "denied";
  return code === GeolocationPositionError.TIMEOUT ? "timeout" : "unavailable";
}

/** Asks the browser where one is, who asks the user first; nothing leaves the page by that. */
export function useLocate(onFound: (place: Place) => void) {
  const [looking, setLooking] = useState(false);
  const [trouble, setTrouble] = useState<LocateTrouble | null>(null);
  const locate = (): void => {
    if (looking) return;
    setLooking(true);
    setTrouble(null);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLooking(false);
        onFound(makePlace(coords));
      },
      (error) => {
        setLooking(false);
        setTrouble(tellTrouble(error));
      },
      OPTIONS,
    );
  };
  return { locate, looking, trouble };
}
