import { Alert, Divider, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed } from "@/components/Failed";
import { moment } from "@/components/format";
import { PageSkeleton } from "@/components/PageSkeleton";
import { isLost } from "@/components/problem";
import { customerQuery } from "@/features/contacts/customers";
import { CampaignsOf } from "./CampaignsOf";
import { OpportunityFields } from "./OpportunityFields";
import { opportunityQuery } from "./opportunities";

/** One opportunity: whose it is, what it says, and the campaigns of its customer. */
export function OpportunityPanel({ id, onDone }: { id: number; onDone: () => void }) {
  const { t } = useTranslation();
  const { data: opportunity, error, refetch } = useQuery(opportunityQuery(id));
  const customer = useQuery({
    ...customerQuery(opportunity?.customer.id ?? 0),
    enabled: opportunity !== undefined,
  });
  if (isLost(error, opportunity)) return <Failed error={error} retry={() => void refetch()} />;
  if (isLost(customer.error, customer.data)) return <Failed error={customer.error} />;
  if (!opportunity || !customer.data) return <PageSkeleton />;
  return (
    <Stack gap="sm">
      <div>
        <Link
          to="/customers/$customerId"
          params={{ customerId: String(opportunity.customer.id) }}
          search={{ tab: "opportunities" }}
        >
          {opportunity.customer.name}
        </Link>
        <Text size="sm" c="dimmed">
          {t("opportunities.createdAt", { at: moment(opportunity.created_at) })}
          {opportunity.closed_at &&
            ` · ${t("opportunities.closedAt", { at: moment(opportunity.closed_at) })}`}
        </Text>
      </div>
      {!opportunity.can_edit && <Alert color="gray">{t("opportunities.notEditable")}</Alert>}
      <OpportunityFields
        key={opportunity.id}
        customer={customer.data}
        opportunity={opportunity}
        onDone={onDone}
      />
      <Divider />
      <Text fw={600} size="sm">
        {t("opportunities.campaigns")}
      </Text>
      <CampaignsOf campaigns={opportunity.campaigns} />
    </Stack>
  );
}
