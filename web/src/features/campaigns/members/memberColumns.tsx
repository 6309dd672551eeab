import { Link } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import type { Member } from "@/api/types";
import type { Column } from "@/components/DataGrid";
import { count, moment } from "@/components/format";
import { Mark, type Tone } from "@/components/Mark";
import type { Words } from "@/i18n/words";
import { REGISTRATION_TONES } from "../campaigns";

const DIAL_TONES: Record<Member["dial"], Tone> = {
  waiting: "calm",
  calling: "info",
  done: "ok",
  blocked: "bad",
};

/** Why a member is not called, or how its last call ended. */
function outcomeWords(row: Member, words: Words): string {
  if (row.dial === "blocked" && row.why) return words("reasonsShort", row.why);
  return row.outcome ? words("outcomes", row.outcome) : "";
}

export function memberColumns(t: TFunction, words: Words): Column<Member>[] {
  return [
    {
      id: "name",
      header: t("members.name"),
      width: "minmax(110px, 2fr)",
      cell: (row) => (
        <Link
          from="/campaigns/$campaignId"
          to="."
          search={(old) => ({ ...old, member: row.id })}
          resetScroll={false}
          className="plain-link cut"
          title={row.name ?? row.display}
        >
          {row.name ?? row.display}
        </Link>
      ),
    },
    {
      id: "number",
      header: t("members.number"),
      width: "minmax(110px, 1fr)",
      from: "sm",
      cell: (row) => <span title={row.typed}>{row.display}</span>,
    },
    {
      id: "state",
      header: t("members.state"),
      width: "minmax(100px, 1fr)",
      cell: (row) => (
        <Mark tone={row.state ? REGISTRATION_TONES[row.state] : "calm"}>
          {words("registration", row.state ?? "none")}
        </Mark>
      ),
    },
    {
      id: "dial",
      header: t("members.dial"),
      width: "minmax(100px, 1fr)",
      cell: (row) => <Mark tone={DIAL_TONES[row.dial]}>{t(`members.dials.${row.dial}`)}</Mark>,
    },
    {
      id: "outcome",
      header: t("members.outcome"),
      width: "minmax(120px, 1.4fr)",
      from: "sm",
      cell: (row) => {
        const text = outcomeWords(row, words);
        return (
          <span className="cut" title={text}>
            {text}
          </span>
        );
      },
    },
    {
      id: "key",
      header: t("members.key"),
      width: "60px",
      from: "sm",
      align: "end",
      cell: (row) => row.last_key ?? "",
    },
    {
      id: "tries",
      header: t("members.tries"),
      width: "70px",
      from: "md",
      align: "end",
      cell: (row) => count(row.tries),
    },
    {
      id: "due",
      header: t("members.due"),
      width: "130px",
      from: "lg",
      cell: (row) => (row.dial === "waiting" ? moment(row.due_at) : ""),
    },
    {
      id: "joined",
      header: t("members.joined"),
      width: "130px",
      from: "lg",
      cell: (row) => moment(row.joined_at),
    },
  ];
}
