import { Button, Checkbox, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FormError } from "@/components/FormError";
import { counted } from "@/components/format";
import { asBody, type BulkJob, type Selection, useStart } from "@/features/customers/bulk/bulk";

interface Props {
  /** Null: not chosen yet. */
  campaignId: number | null;
  selection: Selection | null;
  shown: string;
  onStarted: (job: BulkJob) => void;
}

/** Send customers into a campaign, in the background. */
export function AudienceForm({ campaignId, selection, shown, onStarted }: Props) {
  const { t } = useTranslation();
  const [registered, setRegistered] = useState(false);
  const start = useStart();
  const ready = campaignId !== null && selection !== null;
  return (
    <Stack gap="sm">
      <Checkbox
        size="sm"
        checked={registered}
        onChange={(event) => setRegistered(event.currentTarget.checked)}
        label={t("bulk.alreadyRegistered")}
      />
      <FormError error={start.error} />
      <Button
        disabled={!ready}
        title={campaignId === null ? t("bulk.chooseCampaign") : undefined}
        loading={start.isPending}
        onClick={() =>
          ready &&
          start.mutate(
            {
              path: `/campaigns/${campaignId}/members/customers`,
              body: {
                selection: asBody(selection),
                state: registered ? "registered" : null,
              },
            },
            { onSuccess: onStarted },
          )
        }
      >
        {t("bulk.campaignSend", counted(shown))}
      </Button>
    </Stack>
  );
}
