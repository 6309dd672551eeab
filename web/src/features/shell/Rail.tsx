import {
  type Icon,
  IconAddressBook,
  IconBan,
  IconBuilding,
  IconChartBar,
  IconChecklist,
  IconHeadset,
  IconHistory,
  IconMessage2,
  IconServerCog,
  IconSettings,
  IconShoppingCart,
  IconSpeakerphone,
  IconTargetArrow,
  IconTicket,
  IconUserSearch,
  IconUsers,
  IconUsersGroup,
} from "@tabler/icons-react";
import { Link, useLocation } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { type RightName, useMay } from "@/features/session/session";
import { useSettingsPlaces } from "@/features/settings/settingsPlaces";
import classes from "./Shell.module.css";

interface Place {
  to: string;
  name: string;
  icon: Icon;
  right: RightName;
  /** Places that belong together stand together, under one name. */
  group?: "directory";
  /** Pages that are within this place though their addresses are not. */
  holds?: readonly string[];
}

const PLACES = [
  { to: "/overview", name: "overview", icon: IconChartBar, right: "customers.kpi" },
  { to: "/desk", name: "desk", icon: IconHeadset, right: "call" },
  {
    to: "/customers",
    name: "customers",
    icon: IconUsers,
    right: "contacts.view",
    group: "directory",
    // What is reached from the list of customers, and has no place of its own.
    holds: ["/duplicates", "/deleted", "/imports"],
  },
  {
    to: "/contacts",
    name: "contacts",
    icon: IconAddressBook,
    right: "contacts.view",
    group: "directory",
  },
  {
    to: "/companies",
    name: "companies",
    icon: IconBuilding,
    right: "contacts.view",
    group: "directory",
  },
  { to: "/tasks", name: "tasks", icon: IconChecklist, right: "contacts.view" },
  {
    to: "/opportunities",
    name: "opportunities",
    icon: IconTargetArrow,
    right: "contacts.view",
  },
  { to: "/sales", name: "commerce", icon: IconShoppingCart, right: "contacts.view" },
  { to: "/tickets", name: "tickets", icon: IconTicket, right: "contacts.view" },
  { to: "/lookup", name: "lookup", icon: IconUserSearch, right: "customers.lookup" },
  { to: "/campaigns", name: "campaigns", icon: IconSpeakerphone, right: "campaigns.view" },
  { to: "/marketing/sms", name: "marketing", icon: IconMessage2, right: "marketing.sms" },
  { to: "/dnc", name: "dnc", icon: IconBan, right: "dnc.view" },
  { to: "/pbx", name: "pbx", icon: IconServerCog, right: "pbx.view" },
  {
    to: "/users",
    name: "users",
    icon: IconUsersGroup,
    right: "users.edit",
    holds: ["/rights"],
  },
  { to: "/audit", name: "audit", icon: IconHistory, right: "audit.view" },
] as const satisfies readonly Place[];

/** Where one begins; above everything else. */
const FIRST = ["overview", "desk"];

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
  const here = useLocation({ select: (location) => location.pathname });
  const rail = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on another page another place is marked
  useEffect(() => {
    // On a narrow window the places scroll sideways: the one that we are at stays in sight.
    const at = rail.current?.querySelector("[data-status=active], [data-within]");
    at?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [here]);
  const draw = (some: typeof places) =>
    some.map((place) => <PlaceLink key={place.to} place={place} here={here} />);
  const directory = places.filter((place) => "group" in place);
  const first = places.filter((place) => FIRST.includes(place.name));
  const after = places.filter((place) => !("group" in place) && !FIRST.includes(place.name));
  return (
    <nav ref={rail} className={classes.rail} aria-label={t("shell.places")}>
      {draw(first)}
      {directory.length > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is of a form
        <div role="group" aria-label={t("shell.directory")} className={classes.group}>
          {draw(directory)}
        </div>
      )}
      {draw(after)}
      {settings.length > 0 && (
        <Link to="/settings" className={classes.place}>
          <IconSettings size={21} stroke={1.6} aria-hidden="true" />
          <span>{t("settings.title")}</span>
        </Link>
      )}
    </nav>
  );
}

interface LinkProps {
  place: ReturnType<typeof usePlaces>[number];
  here: string;
}

function PlaceLink({ place, here }: LinkProps) {
  const { icon: Picture } = place;
  const held = "holds" in place ? place.holds : [];
  const within = held.some((path) => here === path || here.startsWith(`${path}/`));
  return (
    <Link to={place.to} className={classes.place} data-within={within || undefined}>
      <Picture size={21} stroke={1.6} aria-hidden="true" />
      <span>{place.label}</span>
    </Link>
  );
}
