import { Button } from "@mantine/core";
import type { TFunction } from "i18next";
import type { DncEntry } from "@/api/types";
import type { Column } from "@/components/DataGrid";
import { moment } from "@/components/format";
import type { Words } from "@/i18n/words";

function Cut({ children }: { children: string }) {
  return (
    <span className="cut" title={children}>
      {children}
    </span>
  );
}

export function dncColumns(
  t: TFunction,
  words: Words,
  lift: ((entry: DncEntry) => void) | null,
): Column<DncEntry>[] {
  const columns: Column<DncEntry>[] = [
    {
      id: "number",
      header: t("dnc.number"),
      width: "minmax(104px, 1fr)",
      cell: (entry) => <strong>{entry.display}</strong>,
    },
    {
      id: "list",
      header: t("dnc.list"),
      width: "minmax(90px, 1fr)",
      from: "md",
      cell: (entry) => <Cut>{t(`dnc.lists.${entry.list}`)}</Cut>,
    },
    {
      id: "flags",
      header: t("dnc.flags"),
      width: "120px",
      from: "sm",
      cell: (entry) =>
        [entry.voice && t("dnc.voice"), entry.sms && t("dnc.sms")].filter(Boolean).join(", "),
    },
    {
      id: "source",
      header: t("dnc.source"),
      width: "minmax(110px, 1fr)",
      from: "md",
      cell: (entry) => <Cut>{words("dncSources", entry.source)}</Cut>,
    },
    {
      id: "reason",
      header: t("dnc.reason"),
      width: "minmax(120px, 2fr)",
      from: "md",
      cell: (entry) => entry.reason && <Cut>{entry.reason}</Cut>,
    },
    {
      id: "by",
      header: t("dnc.by"),
      width: "minmax(100px, 1fr)",
      from: "lg",
      cell: (entry) => entry.by && <Cut>{entry.by.name}</Cut>,
    },
    {
      id: "added",
      header: t("dnc.added"),
      width: "130px",
      cell: (entry) => moment(entry.added_at),
    },
  ];
  if (lift) {
    columns.push({
      id: "lift",
      header: "",
      width: "56px",
      align: "end",
      cell: (entry) => (
        <Button
          variant="subtle"
          size="compact-xs"
          aria-label={t("dnc.liftWhich", { number: entry.display })}
          onClick={() => lift(entry)}
        >
          {t("dnc.liftShort")}
        </Button>
      ),
    });
  }
  return columns;
}
