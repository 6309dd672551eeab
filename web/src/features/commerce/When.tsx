import { useTranslation } from "react-i18next";
import { calendarDay } from "@/components/format";
import { Mark } from "@/components/Mark";
import { toField } from "@/components/moments";
import type { Paper } from "./commerce";

/** Until when it is to be paid, holds, or runs. */
export function When({ paper }: { paper: Paper }) {
  const { t } = useTranslation();
  if (paper.ends_on) {
    const on = calendarDay(paper.ends_on);
    const gone = paper.status === "in_force" && paper.ends_on < today();
    if (gone) return <Mark tone="warn">{t("commerce.expired", { on })}</Mark>;
    return <span>{t("commerce.endsOn", { on })}</span>;
  }
  if (!paper.due_on) return null;
  const on = calendarDay(paper.due_on);
  return <span>{t(paper.kind === "quote" ? "commerce.validTo" : "commerce.dueOn", { on })}</span>;
}

const today = (): string => toField(Date.now()).slice(0, 10);
