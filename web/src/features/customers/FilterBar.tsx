import { Button, CloseButton, SegmentedControl, Select } from "@mantine/core";
import { IconColumns3, IconFilter } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { SearchInput } from "@/components/SearchInput";
import { useFilterWords } from "./choices";
import classes from "./customers.module.css";
import { PREDEFINED, type ViewQuery } from "./search";

const SCOPES = ["contact", "customer", "all"] as const;

interface Props {
  query: ViewQuery;
  onChange: (change: Partial<ViewQuery>) => void;
  onPanel: (panel: "filters" | "columns") => void;
}

/** The search box with its scope (R130, R131), the quick filters, and what is filtered by. */
export function FilterBar({ query, onChange, onPanel }: Props) {
  const { t } = useTranslation();
  const words = useFilterWords();
  const { filters } = query;
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
      <div className={classes.quick}>
        <SegmentedControl
          size="xs"
          aria-label={t("contacts.owner")}
          data={PREDEFINED.map((one) => ({ value: one, label: t(`customers.quick.${one}`) }))}
          value={query.owner}
          onChange={(next) => onChange({ owner: PREDEFINED.find((one) => one === next) ?? "all" })}
        />
      </div>
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
      {filters.map((filter) => (
        <span key={filter.field} className={classes.pill}>
          <span className="cut" title={words(filter)}>
            {words(filter)}
          </span>
          <CloseButton
            size="xs"
            aria-label={t("customers.filters.remove", { filter: words(filter) })}
            onClick={() => onChange({ filters: filters.filter((one) => one !== filter) })}
          />
        </span>
      ))}
    </div>
  );
}
