import { Group, Radio } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { counted } from "@/components/format";
import { useFieldLabel, useFields } from "@/features/contacts/fields";
import { asBody, type BulkJob, type Selection } from "./bulk";
import { SheetForm } from "./SheetForm";

/** What a file has unless the user chose otherwise. */
const USUAL = [
  "code",
  "name",
  "kind",
  "stage",
  "relationship",
  "owner",
  "contact.name",
  "contact.phones",
  "contact.email",
  "address",
  "created_at",
];
const OF = ["customers", "contacts"] as const;

/** What contacts have too: the heading says whose it is, for a file that is imported again. */
const OWN = ["code", "name", "email", "address", "description"] as const;

interface Props {
  selection: Selection;
  shown: string;
  of?: "customers" | "contacts";
  onStarted: (job: BulkJob) => void;
}

/** Customers as a file: a row for each, or for each of their contacts. */
export function ExportPanel({ selection, shown, of: firstOf = "customers", onStarted }: Props) {
  const { t } = useTranslation();
  const label = useFieldLabel();
  const fields = useFields();
  const [of, setOf] = useState<(typeof OF)[number]>(firstOf);
  const known = [...fields.map((one) => one.key), "supporters"];
  return (
    <SheetForm
      path="/customers/exports"
      body={{ selection: asBody(selection), of, title: t(`bulk.of.${of}`) }}
      hint={t("bulk.exportHint", counted(shown))}
      send={t("bulk.exportSend", counted(shown))}
      known={known}
      usual={USUAL}
      label={label}
      heading={(key) => {
        const one = OWN.find((own) => own === key);
        return one ? t(`bulk.headings.${one}`) : label(key);
      }}
      keep="cti.export.columns"
      onStarted={onStarted}
    >
      <Radio.Group
        label={t("bulk.rowFor")}
        value={of}
        onChange={(value) => setOf(OF.find((one) => one === value) ?? "customers")}
      >
        <Group mt={4}>
          {OF.map((one) => (
            <Radio key={one} value={one} label={t(`bulk.rowOf.${one}`)} />
          ))}
        </Group>
      </Radio.Group>
    </SheetForm>
  );
}
