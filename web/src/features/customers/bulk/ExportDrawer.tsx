import { Button } from "@mantine/core";
import { IconFileExport } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { SidePanel } from "@/components/SidePanel";
import { useMay } from "@/features/session/session";
import type { BulkJob } from "./bulk";
import { JobView } from "./JobView";

interface Props {
  title: string;
  /** None: there is nothing to export. */
  total: number;
  /** What is asked before it starts. */
  form: (onStarted: (job: BulkJob) => void) => ReactNode;
}

/** A list as a file: the button, what is asked, how far it is; only for who may. */
export function ExportDrawer({ title, total, form }: Props) {
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
      <SidePanel opened={opened} onClose={close} title={title} wide>
        {job ? <JobView job={job} onEnded={() => {}} onClose={close} /> : form(setJob)}
      </SidePanel>
    </>
  );
}
