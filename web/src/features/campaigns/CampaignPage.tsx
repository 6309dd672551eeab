import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign } from "@/api/types";
import { Failed } from "@/components/Failed";
import { Mark } from "@/components/Mark";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { CallsNow } from "./CallsNow";
import { CampaignActions } from "./CampaignActions";
import { campaignQuery, STATE_TONES } from "./campaigns";
import classes from "./campaigns.module.css";
import { Blocked, Keys, Outcomes } from "./Figures";
import { Funnel } from "./Funnel";
import { useLiveCampaign } from "./live";
import { Members } from "./members/Members";
import { ProgressLine } from "./ProgressLine";

// The chart library is the heaviest thing of the app: the numbers do not wait for it.
const MinuteChart = lazy(async () => ({ default: (await import("./MinuteChart")).MinuteChart }));

const route = getRouteApi("/shell/campaigns/$campaignId");

export function CampaignPage() {
  const { campaignId } = route.useParams();
  const { data, error, refetch } = useQuery(campaignQuery(Number(campaignId)));
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return <LiveCampaign key={data.id} campaign={data} />;
}

/** The campaign while it runs: everything on it moves by push, every number leads to its rows. */
function LiveCampaign({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const live = useLiveCampaign(campaign);
  return (
    <Page
      title={live.name}
      aside={
        <output aria-label={t("campaigns.state")}>
          <Mark tone={STATE_TONES[live.state]} filled>
            {t(`campaigns.states.${live.state}`)}
          </Mark>
        </output>
      }
      actions={<CampaignActions campaign={campaign} state={live.state} />}
    >
      <ProgressLine state={live.state} progress={live.progress} hold={live.hold} />
      <Funnel states={live.states} refuseKey={campaign.refuse_key} />
      <div className={classes.watch}>
        <Suspense fallback={<Skeleton className={classes.chart} radius={10} />}>
          <MinuteChart campaign={campaign} />
        </Suspense>
        <CallsNow campaignId={campaign.id} />
        <div className={classes.figures}>
          <Outcomes campaignId={campaign.id} />
          <Keys campaign={campaign} />
          <Blocked campaignId={campaign.id} />
        </div>
      </div>
      <Members campaign={campaign} progress={live.progress} />
    </Page>
  );
}
