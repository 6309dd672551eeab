import { Button, CloseButton, Select } from "@mantine/core";
import { IconColumns3, IconFilter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { SearchInput } from "@/components/SearchInput";
import { useFilterWords } from "./choices";
import classes from "./customers.module.css";
import type { ViewQuery } from "./search";

const SCOPES = ["contact", "customer", "all"] as const;

interface Props {
  /** Which view is shown. */
  view: string;
  query: ViewQuery;
  onChange: (change: Partial<ViewQuery>) => void;
  onPanel: (panel: "filters" | "columns") => void;
}

/** The search box with its scope (R130, R131), the filters, and what is filtered by. */
export function FilterBar({ view, query, onChange, onPanel }: Props) {
  const { t } = useTranslation();
  const words = useFilterWords();
  const { filters } = query;
  // A predefined view is a tab and says itself whose customers it shows.
  const owner = query.owner !== "all" && query.owner !== view ? query.owner : null;
  return (
    <div className={classes.filters}>
      <SearchInput
        value={query.q || undefined}
        label={t("customers.search")}
        onChange={(q) => onChange({ q: q ?? "" })}
      />
      <Select
        size="sm"
        w={176}
        aria-label={t("customers.scope")}
        allowDeselect={false}
        data={SCOPES.map((one) => ({ value: one, label: t(`customers.scopes.${one}`) }))}
        value={query.scope}
        onChange={(next) => onChange({ scope: SCOPES.find((one) => one === next) ?? "contact" })}
      />
      <Button
        variant={filters.length > 0 ? "light" : "default"}
        leftSection={<IconFilter size={15} aria-hidden="true" />}
        onClick={() => onPanel("filters")}
      >
        {t("customers.filters.title")}
        {filters.length > 0 && ` (${filters.length})`}
      </Button>
      <Button
        variant="default"
        leftSection={<IconColumns3 size={15} aria-hidden="true" />}
        onClick={() => onPanel("columns")}
      >
        {t("customers.columns.title")}
      </Button>
      {owner !== null && (
        <Pill text={t(`customers.owners.${owner}`)} onRemove={() => onChange({ owner: "all" })} />
      )}
      {filters.map((filter) => (
        <Pill
          key={filter.field}
          text={words(filter)}
          onRemove={() => onChange({ filters: filters.filter((one) => one !== filter) })}
        />
      ))}
    </div>
  );
}

/** One thing that is filtered by, and the way to be rid of it. */
function Pill({ text, onRemove }: { text: string; onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <span className={classes.pill}>
      <span className="cut" title={text}>
        {text}
      </span>
      <CloseButton
        size="xs"
        aria-label={t("customers.filters.remove", { filter: text })}
        onClick={onRemove}
      />
    </span>
  );
}
