import { useState } from "react";
import { useTranslation } from "react-i18next";
import { counted } from "@/components/format";
import { SidePanel } from "@/components/SidePanel";
import { asBody, type BulkJob } from "@/features/customers/bulk/bulk";
import { JobView } from "@/features/customers/bulk/JobView";
import { SheetForm } from "@/features/customers/bulk/SheetForm";
import type { OrderedContacts } from "./contactList";
import { useFieldLabel, useFields } from "./fields";

/** What a file has unless the user chose otherwise: the columns of the list (R052). */
const USUAL = [
  "contact.name",
  "contact.phones",
  "contact.email",
  "contact.title",
  "contact.company",
  "name",
  "owner",
  "contact.created_at",
  "contact.updated_at",
];

interface Props {
  opened: boolean;
  onClose: () => void;
  /** The ticked ones; none: all that the filter finds. */
  ids: number[];
  filter: OrderedContacts;
  /** How many, in words. */
  shown: string;
}

/** The contacts as a file. */
export function ContactExport({ opened, onClose, ids, filter, shown }: Props) {
  const { t } = useTranslation();
  const [job, setJob] = useState<BulkJob | null>(null);
  const fields = useFields();
  const fieldLabel = useFieldLabel();
  const more: Record<string, string> = {
    "contact.company": t("contactList.companyOf"),
    "contact.created_at": t("contactList.createdAt"),
    "contact.updated_at": t("contactList.updatedAt"),
  };
  const keys = fields.filter((one) => one.key !== "referrer").map((one) => one.key);
  const known = [
    ...keys.filter((key) => key.startsWith("contact.")),
    ...Object.keys(more),
    ...keys.filter((key) => !key.startsWith("contact.")),
    "supporters",
  ];
  const close = (): void => {
    setJob(null);
    onClose();
  };
  return (
    <SidePanel opened={opened} onClose={close} title={t("contactList.exportTitle")} wide>
      {job ? (
        <JobView job={job} onEnded={() => {}} onClose={close} />
      ) : (
        <SheetForm
          path="/contacts/exports"
          body={{
            selection: ids.length > 0 ? { ids } : asBody({ query: { ...filter } }),
            title: t("bulk.of.contacts"),
          }}
          hint={t("contactList.exportHint", counted(shown))}
          send={t("contactList.exportSend", counted(shown))}
          known={known}
          usual={USUAL}
          label={(key) => more[key] ?? fieldLabel(key)}
          keep="cti.export.contacts"
          onStarted={setJob}
        />
      )}
    </SidePanel>
  );
}
