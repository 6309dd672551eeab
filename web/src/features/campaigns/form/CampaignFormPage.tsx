import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed } from "@/components/Failed";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { campaignQuery } from "../campaigns";
import { CampaignForm } from "./CampaignForm";

const route = getRouteApi("/shell/campaigns/$campaignId/edit");

export function CampaignCreatePage() {
  const { t } = useTranslation();
  return (
    <Page title={t("campaigns.create")}>
      <CampaignForm saved={null} />
    </Page>
  );
}

export function CampaignEditPage() {
  const { t } = useTranslation();
  const { campaignId } = route.useParams();
  const { data, error, refetch } = useQuery(campaignQuery(Number(campaignId)));
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return (
    <Page title={t("campaigns.editing", { name: data.name })}>
      <CampaignForm key={data.id} saved={data} />
    </Page>
  );
}
