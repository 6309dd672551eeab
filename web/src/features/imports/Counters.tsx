import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { count } from "@/components/format";
import type { Tone } from "@/components/Mark";
import { FILTERS, type RowFilter } from "./filters";
import { countOf, type ImportCounts } from "./imports";
import classes from "./imports.module.css";

const TONES: Partial<Record<RowFilter, Tone>> = {
  new: "ok",
  changed: "ok",
  deleted: "ok",
  duplicate: "bad",
  invalid: "bad",
  not_found: "bad",
  mended: "warn",
  warned: "warn",
  dnc: "warn",
  skipped: "warn",
};

interface Props {
  counts: ImportCounts;
  total: number;
  filter: RowFilter | undefined;
  onFilter: (filter: RowFilter | undefined) => void;
}

/** How many rows became what; each counter shows its rows, pressed again all of them. */
export function Counters({ counts, total, filter, onFilter }: Props) {
  const { t } = useTranslation();
  const shown = FILTERS.filter((one) => countOf(counts, one) > 0 || one === filter);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would frame them
    <div className={classes.counters} role="group" aria-label={t("imports.counters")}>
      <UnstyledButton
        className={classes.counter}
        data-tone="calm"
        aria-pressed={filter === undefined}
        onClick={() => onFilter(undefined)}
      >
        <strong>{count(total)}</strong> {t("imports.all")}
      </UnstyledButton>
      {shown.map((one) => (
        <UnstyledButton
          key={one}
          className={classes.counter}
          data-tone={TONES[one] ?? "calm"}
          aria-pressed={filter === one}
          onClick={() => onFilter(filter === one ? undefined : one)}
        >
          <strong>{count(countOf(counts, one))}</strong> {t(`imports.counts.${one}`)}
        </UnstyledButton>
      ))}
    </div>
  );
}
