import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Campaign } from "@/api/types";
import { count, percent } from "@/components/format";
import { Sheet } from "@/components/Sheet";
import { useWords } from "@/i18n/words";
import classes from "./campaigns.module.css";
import { useCounts } from "./live";

interface Figure {
  id: string;
  name: string;
  value: number;
  search: { outcome?: string; key?: string; why?: string; dial?: string };
}

function FigureList({ figures, none }: { figures: Figure[]; none: string }) {
  const total = figures.reduce((sum, figure) => sum + figure.value, 0);
  if (total === 0) return <p className={classes.small}>{none}</p>;
  return (
    <ul className={classes.figureList}>
      {figures.map((figure) => (
        <li key={figure.id}>
          <Link
            from="/campaigns/$campaignId"
            to="."
            search={figure.search}
            hash="members"
            className={classes.figure}
          >
            <span>{figure.name}</span>
            <strong>{count(figure.value)}</strong>
            <span className={classes.small}>{percent(figure.value, total)}</span>
            <span className={classes.figureBar} aria-hidden="true">
              <span style={{ width: percent(figure.value, total) }} />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

const byValue = (a: Figure, b: Figure): number => b.value - a.value;

export function Outcomes({ campaignId }: { campaignId: number }) {
  const { t } = useTranslation();
  const words = useWords();
  const counts = useCounts(campaignId, "outcomes");
  const figures = Object.entries(counts)
    .map(([code, value]) => ({
      id: code,
      name: words("outcomes", code),
      value,
      search: { outcome: code },
    }))
    .sort(byValue);
  return (
    <Sheet title={t("campaigns.outcomes")}>
      <FigureList figures={figures} none={t("campaigns.noOutcomes")} />
    </Sheet>
  );
}

export function Keys({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const words = useWords();
  const counts = useCounts(campaign.id, "keys");
  const figures = Object.entries(counts)
    .map(([key, value]) => {
      const state = campaign.keys[key];
      const meaning =
        key === campaign.refuse_key
          ? t("campaigns.refused")
          : state
            ? words("registration", state)
            : t("campaigns.noMeaning");
      return {
        id: key,
        name: `${t("campaigns.key", { key })} · ${meaning}`,
        value,
        search: { key },
      };
    })
    .sort((a, b) => a.id.localeCompare(b.id));
  return (
    <Sheet title={t("campaigns.keys")}>
      <FigureList figures={figures} none={t("campaigns.noKeys")} />
    </Sheet>
  );
}

export function Blocked({ campaignId }: { campaignId: number }) {
  const { t } = useTranslation();
  const words = useWords();
  const counts = useCounts(campaignId, "blocked");
  const figures = Object.entries(counts)
    .map(([code, value]) => ({
      id: code,
      name: words("reasonsShort", code),
      value,
      search: { why: code },
    }))
    .sort(byValue);
  return (
    <Sheet title={t("campaigns.blocked")}>
      <FigureList figures={figures} none={t("campaigns.noBlocked")} />
    </Sheet>
  );
}
