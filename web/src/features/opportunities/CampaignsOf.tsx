import { Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Mark } from "@/components/Mark";
import classes from "@/components/rows.module.css";
import { useMay } from "@/features/session/session";
import { useWords } from "@/i18n/words";
import type { Opportunity } from "./opportunities";

/** R154: the campaigns that the customer is in, and what became of them there. */
export function CampaignsOf({ campaigns }: { campaigns: Opportunity["campaigns"] }) {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  if (campaigns.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("opportunities.noCampaigns")}
      </Text>
    );
  }
  return (
    <ul className={classes.campaigns} aria-label={t("opportunities.campaigns")}>
      {campaigns.map((one) => (
        <li key={one.member_id}>
          {may("campaigns.view") ? (
            <Link
              to="/campaigns/$campaignId"
              params={{ campaignId: String(one.campaign_id) }}
              search={{ member: one.member_id }}
            >
              {one.campaign}
            </Link>
          ) : (
            one.campaign
          )}
          <Mark tone={one.state ? "info" : "calm"}>
            {words("registration", one.state ?? "none")}
          </Mark>
        </li>
      ))}
    </ul>
  );
}
