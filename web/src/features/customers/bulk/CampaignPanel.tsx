import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { counted } from "@/components/format";
import { keepAudience } from "@/features/campaigns/audience";
import { campaignsQuery } from "@/features/campaigns/campaigns";
import { AudienceForm } from "@/features/campaigns/members/AudienceForm";
import type { BulkJob, Selection } from "./bulk";

interface Props {
  selection: Selection;
  count: number;
  shown: string;
  onStarted: (job: BulkJob) => void;
}

/** R010: the customers become the audience of a call campaign, one there is or a new one. */
export function CampaignPanel({ selection, shown, onStarted }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const campaigns = useQuery(campaignsQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const taking = (campaigns.data?.rows ?? []).filter(
    (one) => one.state !== "stopped" && one.state !== "finished",
  );
  return (
    <Stack gap="sm">
      <Text size="sm">{t("bulk.campaignHint", counted(shown))}</Text>
      <Select
        label={t("bulk.campaign")}
        placeholder={t("bulk.chooseCampaign")}
        description={campaigns.data && taking.length === 0 ? t("bulk.noCampaigns") : undefined}
        disabled={campaigns.data !== undefined && taking.length === 0}
        searchable
        nothingFoundMessage={t("shell.nothingFound")}
        data={taking.map((one) => ({
          value: String(one.id),
          label: `${one.name} · ${t(`campaigns.states.${one.state}`)}`,
        }))}
        value={chosen}
        onChange={setChosen}
      />
      <Group>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => {
            keepAudience({ selection, shown });
            void navigate({ to: "/campaigns/new", search: { audience: true } });
          }}
        >
          {t("bulk.newCampaign")}
        </Button>
      </Group>
      <AudienceForm
        campaignId={chosen === null ? null : Number(chosen)}
        selection={selection}
        shown={shown}
        onStarted={onStarted}
      />
    </Stack>
  );
}
