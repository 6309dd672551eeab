import { Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { count, counted } from "@/components/format";
import type { BulkJob, Selection } from "@/features/customers/bulk/bulk";
import { JobView } from "@/features/customers/bulk/JobView";
import { useCustomerPage, viewsQuery } from "@/features/customers/lists";
import { baseOf, PREDEFINED, toFilter } from "@/features/customers/search";
import { forgetAudience, readAudience } from "../audience";
import { AudienceForm } from "./AudienceForm";

interface Props {
  campaignId: number;
  onEnded: () => void;
}

const CHOSEN = "chosen";

/** All customers of a view, or those that were chosen in the list before, by one number each. */
export function CustomerAudience({ campaignId, onEnded }: Props) {
  const { t } = useTranslation();
  const [waiting] = useState(readAudience);
  const [from, setFrom] = useState<string | null>(waiting ? CHOSEN : null);
  const [job, setJob] = useState<BulkJob | null>(null);
  const views = useQuery(viewsQuery);
  const isView = from !== null && from !== CHOSEN;
  const saved = views.data?.rows.find((one) => String(one.id) === from);
  const filter = toFilter(baseOf(from ?? "all", saved));
  const { data: page } = useCustomerPage(filter, 1, undefined, isView);
  if (job) {
    return (
      <Stack gap="sm">
        <JobView job={job} onEnded={onEnded} onClose={() => setJob(null)} />
      </Stack>
    );
  }
  let selection: Selection | null = null;
  if (from === CHOSEN && waiting) selection = waiting.selection;
  else if (isView && page) selection = { query: filter };
  const total = page ? count(page.total) : "";
  const listed = page?.more ? t("bulk.moreThan", { n: total }) : total;
  const shown = from === CHOSEN ? (waiting?.shown ?? "") : isView ? listed : "";
  return (
    <Stack gap="sm">
      <Select
        label={t("bulk.list")}
        placeholder={t("bulk.list")}
        searchable
        nothingFoundMessage={t("shell.nothingFound")}
        data={[
          ...(waiting
            ? [{ value: CHOSEN, label: t("bulk.chosenBefore", counted(waiting.shown)) }]
            : []),
          ...PREDEFINED.map((one) => ({
            value: one as string,
            label: t(`customers.owners.${one}`),
          })),
          ...(views.data?.rows ?? []).map((one) => ({ value: String(one.id), label: one.name })),
        ]}
        value={from}
        onChange={setFrom}
      />
      <Text size="sm" c="dimmed" mih={40}>
        {shown && t("bulk.campaignHint", counted(shown))}
      </Text>
      <AudienceForm
        campaignId={campaignId}
        selection={selection}
        shown={shown}
        onStarted={(begun) => {
          if (from === CHOSEN) forgetAudience();
          setJob(begun);
        }}
      />
    </Stack>
  );
}
