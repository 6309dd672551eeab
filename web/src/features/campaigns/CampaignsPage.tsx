import { Button, Progress, Skeleton, Table } from "@mantine/core";
import { IconPlus, IconSpeakerphone } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Campaign } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { count, counted, moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import { Page } from "@/components/Page";
import { Sheet } from "@/components/Sheet";
import { useMay } from "@/features/session/session";
import { campaignsQuery, REGISTRATIONS, STATE_TONES } from "./campaigns";
import classes from "./campaigns.module.css";
import { useLiveRow } from "./live";

export function CampaignsPage() {
  const { t } = useTranslation();
  const may = useMay();
  const list = useQuery(campaignsQuery);
  const create = may("campaigns.edit") && (
    <Button
      component={Link}
      to="/campaigns/new"
      leftSection={<IconPlus size={15} aria-hidden="true" />}
    >
      {t("campaigns.create")}
    </Button>
  );
  return (
    <Page title={t("campaigns.title")} actions={create}>
      <Sheet flush>
        {list.isPending && <Skeleton h={160} m="md" w="auto" />}
        {list.isError && <Failed error={list.error} retry={() => void list.refetch()} />}
        {list.data?.rows.length === 0 && (
          <Empty icon={IconSpeakerphone} title={t("campaigns.none")} hint={t("campaigns.noneHint")}>
            {create}
          </Empty>
        )}
        {list.data && list.data.rows.length > 0 && (
          <Table.ScrollContainer minWidth={0} type="native">
            <Table highlightOnHover verticalSpacing={9} horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("campaigns.name")}</Table.Th>
                  <Table.Th>{t("members.state")}</Table.Th>
                  <Table.Th className={classes.fromSmall}>{t("campaigns.progress")}</Table.Th>
                  {REGISTRATIONS.map((one) => (
                    <Table.Th key={one} ta="right" className={classes.fromMedium}>
                      {t(`codes.registration.${one}`)}
                    </Table.Th>
                  ))}
                  <Table.Th className={classes.fromMedium}>{t("campaigns.created")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {list.data.rows.map((campaign) => (
                  <Row key={campaign.id} campaign={campaign} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Sheet>
    </Page>
  );
}

function Row({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { state, progress, states } = useLiveRow(campaign);
  const finished = progress.done + progress.blocked;
  const share = progress.members === 0 ? 0 : (100 * finished) / progress.members;
  return (
    <Table.Tr>
      <Table.Td className={classes.nameCell}>
        <Link
          to="/campaigns/$campaignId"
          params={{ campaignId: String(campaign.id) }}
          className={`plain-link ${classes.name}`}
          title={campaign.name}
        >
          {campaign.name}
        </Link>
      </Table.Td>
      <Table.Td>
        <Mark tone={STATE_TONES[state]} filled>
          {t(`campaigns.states.${state}`)}
        </Mark>
      </Table.Td>
      <Table.Td className={classes.fromSmall} miw={170}>
        <span className={classes.small}>
          {count(finished)} / {count(progress.members)}
          {progress.calling > 0 && ` · ${t("campaigns.callingNow", counted(progress.calling))}`}
        </span>
        <Progress value={share} size="xs" mt={4} aria-label={t("campaigns.progress")} />
      </Table.Td>
      {REGISTRATIONS.map((one) => (
        <Table.Td key={one} ta="right" className={classes.fromMedium}>
          {count(states.totals[one])}
        </Table.Td>
      ))}
      <Table.Td className={`${classes.fromMedium} ${classes.small}`}>
        {moment(campaign.created_at)}
      </Table.Td>
    </Table.Tr>
  );
}
