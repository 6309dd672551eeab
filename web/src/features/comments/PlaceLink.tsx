import { IconMapPin } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { count } from "@/components/format";
import classes from "./comments.module.css";
import { mapAddress, type Place, tellPlace } from "./places";

/** Where its author stood; a click opens a map in a new tab, which is not told whence (R041). */
export function PlaceLink({ place }: { place: Place }) {
  const { t } = useTranslation();
  return (
    <a
      className={classes.place}
      href={mapAddress(place)}
      target="_blank"
      rel="noopener noreferrer"
      title={t("comments.place.open")}
    >
      <IconMapPin size={15} aria-hidden="true" />
      <span className={classes.name}>{tellPlace(place)}</span>
      <span className={classes.accuracy}>
        {t("comments.place.accuracy", { metres: count(place.accuracy) })}
      </span>
    </a>
  );
}
