import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shell } from "./frame";
import { number, optional, type Raw, text } from "./search";

/** Settings, a page each inside one frame. */

const settings = createRoute({
  getParentRoute: () => shell,
  path: "/settings",
  component: lazyRouteComponent(
    () => import("@/features/settings/SettingsLayout"),
    "SettingsLayout",
  ),
});

const settingsCatalogues = createRoute({
  getParentRoute: () => settings,
  path: "/catalogues",
  validateSearch: (raw: Raw) => optional({ name: text(raw.name) }),
  component: lazyRouteComponent(
    () => import("@/features/settings/catalogues/CataloguesPage"),
    "CataloguesPage",
  ),
});

const settingsFields = createRoute({
  getParentRoute: () => settings,
  path: "/fields",
  component: lazyRouteComponent(
    () => import("@/features/settings/fields/FieldsPage"),
    "FieldsPage",
  ),
});

const settingsWebhooks = createRoute({
  getParentRoute: () => settings,
  path: "/webhooks",
  validateSearch: (raw: Raw) => optional({ open: number(raw.open) }),
  component: lazyRouteComponent(() => import("@/features/webhooks/WebhooksPage"), "WebhooksPage"),
});

const settingsDuplicates = createRoute({
  getParentRoute: () => settings,
  path: "/duplicates",
  component: lazyRouteComponent(
    () => import("@/features/settings/duplicates/DuplicateRulesPage"),
    "DuplicateRulesPage",
  ),
});

const settingsComments = createRoute({
  getParentRoute: () => settings,
  path: "/comments",
  component: lazyRouteComponent(
    () => import("@/features/comments/CommentersPage"),
    "CommentersPage",
  ),
});

const settingsForgotten = createRoute({
  getParentRoute: () => settings,
  path: "/forgotten",
  component: lazyRouteComponent(
    () => import("@/features/customers/ForgottenPage"),
    "ForgottenPage",
  ),
});

const settingsAutomation = createRoute({
  getParentRoute: () => settings,
  path: "/automation",
  component: lazyRouteComponent(
    () => import("@/features/settings/automation/AutomationPage"),
    "AutomationPage",
  ),
});

const settingsRules = createRoute({
  getParentRoute: () => settings,
  path: "/calling-rules",
  component: lazyRouteComponent(
    () => import("@/features/compliance/rules/CallingRulesPage"),
    "CallingRulesPage",
  ),
});

const settingsRoles = createRoute({
  getParentRoute: () => settings,
  path: "/roles",
  validateSearch: (raw: Raw) => optional({ role: text(raw.role) }),
  component: lazyRouteComponent(() => import("@/features/rights/RolesPage"), "RolesPage"),
});

const settingsTeams = createRoute({
  getParentRoute: () => settings,
  path: "/teams",
  component: lazyRouteComponent(() => import("@/features/people/GroupsPage"), "TeamsPage"),
});

const settingsDepartments = createRoute({
  getParentRoute: () => settings,
  path: "/departments",
  component: lazyRouteComponent(() => import("@/features/people/GroupsPage"), "DepartmentsPage"),
});

export const settingsRoutes = settings.addChildren([
  settingsCatalogues,
  settingsFields,
  settingsWebhooks,
  settingsDuplicates,
  settingsComments,
  settingsForgotten,
  settingsAutomation,
  settingsRules,
  settingsRoles,
  settingsTeams,
  settingsDepartments,
]);
