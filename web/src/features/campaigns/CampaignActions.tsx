import { Button, Group, Popover, Text } from "@mantine/core";
import {
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconUserPlus,
} from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign, CampaignState } from "@/api/types";
import { useTellProblem } from "@/components/problem";
import { SidePanel } from "@/components/SidePanel";
import { useMay } from "@/features/session/session";
import { STEPS, type Step, useStep } from "./campaigns";
import { AddMembers } from "./members/AddMembers";

const route = getRouteApi("/shell/campaigns/$campaignId");

const PICTURES: Record<Step, typeof IconPlayerPlay> = {
  start: IconPlayerPlay,
  pause: IconPlayerPause,
  resume: IconPlayerPlay,
  stop: IconPlayerStop,
};

export function CampaignActions({ campaign, state }: { campaign: Campaign; state: CampaignState }) {
  const { t } = useTranslation();
  const may = useMay();
  const { add } = route.useSearch();
  const navigate = route.useNavigate();
  const [adding, setAdding] = useState(add !== undefined);
  const close = (): void => {
    setAdding(false);
    if (add) void navigate({ search: (now) => ({ ...now, add: undefined }), replace: true });
  };
  const over = state === "stopped" || state === "finished";
  return (
    <>
      {may("campaigns.run") &&
        STEPS[state].map((step) => <StepButton key={step} campaign={campaign} step={step} />)}
      {may("campaigns.edit") && !over && (
        <Button
          variant="default"
          leftSection={<IconUserPlus size={15} aria-hidden="true" />}
          onClick={() => setAdding(true)}
        >
          {t("members.add")}
        </Button>
      )}
      {may("campaigns.edit") && (
        <Button
          variant="default"
          leftSection={<IconPencil size={15} aria-hidden="true" />}
          renderRoot={(props) => (
            <Link
              to="/campaigns/$campaignId/edit"
              params={{ campaignId: String(campaign.id) }}
              {...props}
            />
          )}
        >
          {t("common.edit")}
        </Button>
      )}
      <SidePanel opened={adding} onClose={close} title={t("members.add")} wide>
        <AddMembers campaignId={campaign.id} from={add ?? "contacts"} />
      </SidePanel>
    </>
  );
}

function StepButton({ campaign, step }: { campaign: Campaign; step: Step }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const take = useStep(campaign.id);
  const [asking, setAsking] = useState(false);
  const Picture = PICTURES[step];
  const go = (): void => {
    setAsking(false);
    take.mutate(step, { onError: tell });
  };
  const button = (
    <Button
      variant={step === "stop" ? "default" : "filled"}
      leftSection={<Picture size={15} aria-hidden="true" />}
      loading={take.isPending}
      onClick={step === "stop" ? () => setAsking((now) => !now) : go}
    >
      {t(`campaigns.steps.${step}`)}
    </Button>
  );
  if (step !== "stop") return button;
  // A stopped campaign does not start again: one more click.
  return (
    <Popover opened={asking} onChange={setAsking} trapFocus position="bottom-end" shadow="md">
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown maw={300}>
        <Text size="sm" mb="xs">
          {t("campaigns.stopSure")}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => setAsking(false)}>
            {t("common.cancel")}
          </Button>
          <Button color="red" onClick={go}>
            {t("campaigns.stopYes")}
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
