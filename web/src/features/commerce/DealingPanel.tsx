import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { SidePanel } from "@/components/SidePanel";
import { TransactionFields } from "@/features/transactions/TransactionFields";
import type { DealingKind } from "./kinds";
import { NewPaper } from "./NewPaper";
import { PaperPanel } from "./PaperPanel";
import type { Preset } from "./paperValues";

interface Props {
  customer: Customer;
  /** What is being added; null: nothing. */
  adding: DealingKind | null;
  preset?: Preset | undefined;
  /** The document that is open. */
  open: number | undefined;
  onClose: () => void;
}

/** The panel of a customer's dealings: a new one, or one to look at. */
export function DealingPanel({ customer, adding, preset, open, onClose }: Props) {
  const { t } = useTranslation();
  const title =
    adding === "transaction"
      ? t("care.transaction.title")
      : adding
        ? t(`commerce.addOne.${adding}`)
        : t("commerce.dealings");
  return (
    <SidePanel opened={adding !== null || open !== undefined} onClose={onClose} title={title} wide>
      {adding === "transaction" && <TransactionFields customer={customer} onDone={onClose} />}
      {adding !== null && adding !== "transaction" && (
        <NewPaper key={adding} kind={adding} customer={customer} preset={preset} onDone={onClose} />
      )}
      {adding === null && open !== undefined && (
        <PaperPanel key={open} id={open} onDone={onClose} />
      )}
    </SidePanel>
  );
}
