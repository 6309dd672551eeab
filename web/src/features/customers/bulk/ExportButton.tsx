import { Button } from "@mantine/core";
import { IconFileExport } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { count } from "@/components/format";
import { SidePanel } from "@/components/SidePanel";
import { useMay } from "@/features/session/session";
import type { BulkJob, CustomerFilter } from "./bulk";
import { ExportPanel } from "./ExportPanel";
import { JobView } from "./JobView";

interface Props {
  filter: CustomerFilter;
  total: number | undefined;
  more?: boolean;
  of?: "customers" | "contacts";
}

/** The list that is shown as a file; only for who may. */
export function ExportButton({ filter, total = 0, more = false, of = "customers" }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const [opened, setOpened] = useState(false);
  const [job, setJob] = useState<BulkJob | null>(null);
  if (!may("customers.export")) return null;
  const close = (): void => {
    setOpened(false);
    setJob(null);
  };
  return (
    <>
      <Button
        variant="default"
        disabled={total === 0}
        title={total === 0 ? t("bulk.nothingToExport") : undefined}
        leftSection={<IconFileExport size={15} aria-hidden="true" />}
        onClick={() => setOpened(true)}
      >
        {t("bulk.action.export")}
      </Button>
      <SidePanel opened={opened} onClose={close} title={t("bulk.title.export")} wide>
        {job ? (
          <JobView job={job} onEnded={() => {}} onClose={close} />
        ) : (
          <ExportPanel
            selection={{ query: filter }}
            shown={more ? t("bulk.moreThan", { n: count(total) }) : count(total)}
            of={of}
            onStarted={setJob}
          />
        )}
      </SidePanel>
    </>
  );
}
