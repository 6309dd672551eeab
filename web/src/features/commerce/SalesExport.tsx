import { useTranslation } from "react-i18next";
import { count, counted } from "@/components/format";
import { ExportDrawer } from "@/features/customers/bulk/ExportDrawer";
import { SheetForm } from "@/features/customers/bulk/SheetForm";
import { EVERY_STATUS, KINDS } from "./kinds";

const COLUMNS = [
  "number",
  "kind",
  "status",
  "day",
  "amount",
  "due_on",
  "customer",
  "customer.code",
  "contact",
  "about",
  "type",
  "effective_on",
  "months",
  "ends_on",
  "lines",
  "description",
  "owner",
  "created_by",
  "created_at",
] as const;
const USUAL = ["number", "kind", "status", "day", "amount", "due_on", "customer", "owner"];

interface Props {
  /** What the list is narrowed by. */
  filter: Record<string, string | undefined>;
  total: number | undefined;
}

/** The documents that the list finds, as a file. */
export function SalesExport({ filter, total = 0 }: Props) {
  const { t } = useTranslation();
  const labels: Record<(typeof COLUMNS)[number], string> = {
    number: t("commerce.number"),
    kind: t("commerce.kind"),
    status: t("commerce.status"),
    day: t("commerce.day"),
    amount: t("commerce.amount"),
    due_on: t("commerce.due"),
    customer: t("commerce.customer"),
    "customer.code": t("commerce.customerCode"),
    contact: t("commerce.contact"),
    about: t("commerce.named"),
    type: t("commerce.type"),
    effective_on: t("commerce.effective"),
    months: t("commerce.months"),
    ends_on: t("commerce.endDay"),
    lines: t("commerce.lines"),
    description: t("commerce.description"),
    owner: t("contacts.owner"),
    created_by: t("commerce.maker"),
    created_at: t("commerce.created"),
  };
  const words = Object.fromEntries([
    ...KINDS.map((one) => [`kind.${one}`, t(`commerce.kinds.${one}`)]),
    ...EVERY_STATUS.map((one) => [`status.${one}`, t(`commerce.statuses.${one}`)]),
  ]);
  const n = count(total);
  return (
    <ExportDrawer
      title={t("commerce.export")}
      total={total}
      form={(onStarted) => (
        <SheetForm
          path="/commercial-documents/exports"
          body={{ query: filter, title: t("commerce.sheet") }}
          hint={t("commerce.exportHint", counted(n))}
          send={t("commerce.exportSend", counted(n))}
          known={[...COLUMNS]}
          usual={USUAL}
          label={(key) => labels[COLUMNS.find((one) => one === key) ?? "number"]}
          words={words}
          keep="cti.export.sales"
          onStarted={onStarted}
        />
      )}
    />
  );
}
