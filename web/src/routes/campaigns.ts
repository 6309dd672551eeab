import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { shell } from "./frame";
import { digit, number, oneOf, optional, type Raw, text } from "./search";

/** Campaigns, and what is written for marketing. */

const campaigns = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns",
  component: lazyRouteComponent(
    () => import("@/features/campaigns/CampaignsPage"),
    "CampaignsPage",
  ),
});

const campaignNew = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns/new",
  validateSearch: (raw: Raw) => optional({ audience: raw.audience === true ? true : undefined }),
  component: lazyRouteComponent(
    () => import("@/features/campaigns/form/CampaignFormPage"),
    "CampaignCreatePage",
  ),
});

const campaignEdit = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns/$campaignId/edit",
  component: lazyRouteComponent(
    () => import("@/features/campaigns/form/CampaignFormPage"),
    "CampaignEditPage",
  ),
});

const campaign = createRoute({
  getParentRoute: () => shell,
  path: "/campaigns/$campaignId",
  validateSearch: (raw: Raw) =>
    optional({
      state: text(raw.state),
      dial: text(raw.dial),
      outcome: text(raw.outcome),
      key: digit(raw.key),
      why: text(raw.why),
      q: digit(raw.q),
      member: number(raw.member),
      add: oneOf(raw.add, "customers"),
    }),
  component: lazyRouteComponent(() => import("@/features/campaigns/CampaignPage"), "CampaignPage"),
});

const smsTemplates = createRoute({
  getParentRoute: () => shell,
  path: "/marketing/sms",
  validateSearch: (raw: Raw) =>
    optional({
      q: digit(raw.q),
      sort: oneOf(raw.sort, "updated"),
      order: oneOf(raw.order, "asc", "desc"),
      open: number(raw.open),
      create: raw.create === true ? true : undefined,
    }),
  component: lazyRouteComponent(
    () => import("@/features/sms/SmsTemplatesPage"),
    "SmsTemplatesPage",
  ),
});

export const campaignsRoutes = [
  campaigns,
  campaignNew,
  campaignEdit,
  campaign,
  smsTemplates,
] as const;
