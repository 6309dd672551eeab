import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed } from "@/components/Failed";
import { counted } from "@/components/format";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { readAudience } from "../audience";
import { campaignQuery } from "../campaigns";
import { CampaignForm } from "./CampaignForm";

const route = getRouteApi("/shell/campaigns/$campaignId/edit");
const fresh = getRouteApi("/shell/campaigns/new");

export function CampaignCreatePage() {
  const { t } = useTranslation();
  const waiting = fresh.useSearch().audience ? readAudience() : null;
  return (
    <Page title={t("campaigns.create")}>
      {waiting && (
        <Alert color="petrol" mb="sm">
          {t("bulk.audienceWaits", counted(waiting.shown))}
        </Alert>
      )}
      <CampaignForm saved={null} {...(waiting ? { next: "customers" as const } : {})} />
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
