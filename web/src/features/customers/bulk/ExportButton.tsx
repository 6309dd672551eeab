import { useTranslation } from "react-i18next";
import { count } from "@/components/format";
import type { CustomerFilter } from "./bulk";
import { ExportDrawer } from "./ExportDrawer";
import { ExportPanel } from "./ExportPanel";

interface Props {
  filter: CustomerFilter;
  total: number | undefined;
  more?: boolean;
  of?: "customers" | "contacts";
}

/** The list that is shown as a file. */
export function ExportButton({ filter, total = 0, more = false, of = "customers" }: Props) {
  const { t } = useTranslation();
  return (
    <ExportDrawer
      title={t("bulk.title.export")}
      total={total}
      form={(onStarted) => (
        <ExportPanel
          selection={{ query: filter }}
          shown={more ? t("bulk.moreThan", { n: count(total) }) : count(total)}
          of={of}
          onStarted={onStarted}
        />
      )}
    />
  );
}
