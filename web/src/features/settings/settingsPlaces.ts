import type { TFunction } from "i18next";
import { type RightName, useMay } from "@/features/session/session";

export interface SettingsPlace {
  to: string;
  label: (t: TFunction) => string;
  right: RightName;
}

/** The pages of the settings area, in order; each is a child of the route `/settings`. */
const PLACES: readonly SettingsPlace[] = [
  {
    to: "/settings/catalogues",
    label: (t) => t("settings.places.catalogues"),
    right: "directory.configure",
  },
  {
    to: "/settings/fields",
    label: (t) => t("settings.places.fields"),
    right: "directory.configure",
  },
  {
    to: "/settings/duplicates",
    label: (t) => t("settings.places.duplicates"),
    right: "directory.configure",
  },
  { to: "/settings/comments", label: (t) => t("comments.title"), right: "directory.configure" },
  {
    to: "/settings/forgotten",
    label: (t) => t("customers.forgotten.title"),
    right: "directory.configure",
  },
  { to: "/settings/automation", label: (t) => t("automation.title"), right: "directory.configure" },
  { to: "/settings/calling-rules", label: (t) => t("callingRules.title"), right: "rules.edit" },
  { to: "/settings/roles", label: (t) => t("rights.title"), right: "users.edit" },
  { to: "/settings/teams", label: (t) => t("groups.teams"), right: "users.edit" },
  { to: "/settings/departments", label: (t) => t("groups.departments"), right: "users.edit" },
  { to: "/settings/webhooks", label: (t) => t("webhooks.title"), right: "webhooks.edit" },
];

/** Those that the user's rights open. */
export function useSettingsPlaces(): readonly SettingsPlace[] {
  const may = useMay();
  return PLACES.filter((place) => may(place.right));
}
