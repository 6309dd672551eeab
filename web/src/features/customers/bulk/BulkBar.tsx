import { Button, CloseButton, Text } from "@mantine/core";
import {
  IconEdit,
  IconFileExport,
  IconSpeakerphone,
  IconTargetArrow,
  IconTrash,
  IconUserShare,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { count, counted } from "@/components/format";
import { SidePanel } from "@/components/SidePanel";
import { useMay } from "@/features/session/session";
import { AssignPanel } from "./AssignPanel";
import type { BulkJob, CustomerFilter, Selection } from "./bulk";
import classes from "./bulk.module.css";
import { CampaignPanel } from "./CampaignPanel";
import { DeletePanel } from "./DeletePanel";
import { EditPanel } from "./EditPanel";
import { ExportPanel } from "./ExportPanel";
import { JobView } from "./JobView";
import { OpportunitiesPanel } from "./OpportunitiesPanel";

interface Props {
  /** The rows that are ticked; none: the bar is away. */
  ids: number[];
  /** The list that is shown, as GET /customers takes it. */
  filter: CustomerFilter;
  /** How many the list has, `more` when counting stopped there. */
  total: number;
  more?: boolean;
  onClear: () => void;
  /** Something may have changed in the list. */
  onDone: () => void;
}

const ACTIONS = [
  { name: "edit", right: "customers.bulk_edit", icon: IconEdit },
  { name: "assign", right: "customers.assign", icon: IconUserShare },
  { name: "opportunity", right: "contacts.edit", icon: IconTargetArrow },
  { name: "campaign", right: "campaigns.edit", icon: IconSpeakerphone },
  { name: "export", right: "customers.export", icon: IconFileExport },
  { name: "delete", right: "customers.bulk_delete", icon: IconTrash },
] as const;

type Action = (typeof ACTIONS)[number]["name"];

/** What can be done to the ticked rows, or to the whole list they are of. */
export function BulkBar({ ids, filter, total, more = false, onClear, onDone }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const [whole, setWhole] = useState(false);
  const [action, setAction] = useState<Action | null>(null);
  const [job, setJob] = useState<BulkJob | null>(null);
  const wholeList = whole && ids.length > 0;
  const selection: Selection = wholeList ? { query: filter } : { ids };
  const chosen = wholeList ? total : ids.length;
  const shown = wholeList && more ? t("bulk.moreThan", { n: count(total) }) : count(chosen);
  const close = (): void => {
    setAction(null);
    setJob(null);
  };
  const started = (begun: BulkJob): void => setJob(begun);
  const ended = (): void => onDone();
  const props = { selection, count: chosen, shown, onStarted: started };
  return (
    <>
      {ids.length > 0 && (
        <div className={classes.bar} role="toolbar" aria-label={t("bulk.label")}>
          <Text size="sm" fw={600} aria-live="polite">
            {t("bulk.chosen", counted(shown))}
          </Text>
          {total > ids.length && (
            <Button variant="subtle" size="compact-xs" onClick={() => setWhole(!wholeList)}>
              {wholeList
                ? t("bulk.onlyTicked", { n: count(ids.length) })
                : t("bulk.wholeList", {
                    n: more ? t("bulk.moreThan", { n: count(total) }) : count(total),
                  })}
            </Button>
          )}
          <span className={classes.actions}>
            {ACTIONS.filter(({ right }) => may(right)).map(({ name, icon: Picture }) => (
              <Button
                key={name}
                variant="default"
                color={name === "delete" ? "red" : undefined}
                leftSection={<Picture size={15} aria-hidden="true" />}
                onClick={() => {
                  setJob(null);
                  setAction(name);
                }}
              >
                {t(`bulk.action.${name}`)}
              </Button>
            ))}
            <CloseButton
              size="sm"
              aria-label={t("bulk.clear")}
              onClick={() => {
                setWhole(false);
                onClear();
              }}
            />
          </span>
        </div>
      )}
      <SidePanel
        opened={action !== null}
        onClose={close}
        title={action ? t(`bulk.title.${action}`) : ""}
        wide
      >
        {job && <JobView job={job} onEnded={ended} onClose={close} />}
        {!job && action === "edit" && <EditPanel {...props} />}
        {!job && action === "assign" && <AssignPanel {...props} />}
        {!job && action === "opportunity" && <OpportunitiesPanel {...props} />}
        {!job && action === "campaign" && <CampaignPanel {...props} />}
        {!job && action === "export" && <ExportPanel {...props} />}
        {!job && action === "delete" && <DeletePanel {...props} />}
      </SidePanel>
    </>
  );
}
