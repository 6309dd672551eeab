import {
  IconAddressBook,
  IconBan,
  IconChecklist,
  IconHeadset,
  IconHistory,
  IconServerCog,
  IconSettings,
  IconSpeakerphone,
  IconTargetArrow,
  IconTicket,
  IconUserSearch,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type RightName, useMay } from "@/features/session/session";
import { useSettingsPlaces } from "@/features/settings/settingsPlaces";
import classes from "./Shell.module.css";

const PLACES = [
  { to: "/desk", name: "desk", icon: IconHeadset, right: "call" },
  { to: "/customers", name: "customers", icon: IconUsers, right: "contacts.view" },
  { to: "/contacts", name: "contacts", icon: IconAddressBook, right: "contacts.view" },
  { to: "/tasks", name: "tasks", icon: IconChecklist, right: "contacts.view" },
  {
    to: "/opportunities",
    name: "opportunities",
    icon: IconTargetArrow,
    right: "contacts.view",
  },
  { to: "/tickets", name: "tickets", icon: IconTicket, right: "contacts.view" },
  { to: "/lookup", name: "lookup", icon: IconUserSearch, right: "customers.lookup" },
  { to: "/campaigns", name: "campaigns", icon: IconSpeakerphone, right: "campaigns.view" },
  { to: "/dnc", name: "dnc", icon: IconBan, right: "dnc.view" },
  { to: "/pbx", name: "pbx", icon: IconServerCog, right: "pbx.view" },
  { to: "/users", name: "users", icon: IconUsersGroup, right: "users.edit" },
  { to: "/audit", name: "audit", icon: IconHistory, right: "audit.view" },
] as const satisfies readonly { right: RightName; [key: string]: unknown }[];

/** The places that the user's rights open, by their names. */
export function usePlaces() {
  const { t } = useTranslation();
  const may = useMay();
  return PLACES.filter((place) => may(place.right)).map((place) => ({
    ...place,
    label: t(`shell.place.${place.name}`),
  }));
}

/** The places of the app, only those that the user's rights open. */
export function Rail() {
  const { t } = useTranslation();
  const places = usePlaces();
  const settings = useSettingsPlaces();
  return (
    <nav className={classes.rail} aria-label={t("shell.places")}>
      {places.map(({ to, label, icon: Picture }) => (
        <Link key={to} to={to} className={classes.place}>
          <Picture size={21} stroke={1.6} aria-hidden="true" />
          <span>{label}</span>
        </Link>
      ))}
      {settings.length > 0 && (
        <Link to="/settings" className={classes.place}>
          <IconSettings size={21} stroke={1.6} aria-hidden="true" />
          <span>{t("settings.title")}</span>
        </Link>
      )}
    </nav>
  );
}
