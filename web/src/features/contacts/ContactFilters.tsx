import { Button, SegmentedControl } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { PickFilter } from "@/components/PickFilter";
import { SearchInput } from "@/components/SearchInput";
import { CompanyFilter } from "./CompanyFilter";
import { useEverybody } from "./everybody";

const OWNERS = ["all", "mine", "none"] as const;

interface Search {
  q?: string | undefined;
  owner?: "mine" | "none" | undefined;
  manager?: number | undefined;
  company?: number | undefined;
}

interface Props {
  search: Search;
  onChange: (next: Search) => void;
  onColumns: () => void;
}

/** What the list of contacts is searched and filtered by. */
export function ContactFilters({ search, onChange, onColumns }: Props) {
  const { t } = useTranslation();
  const people = useEverybody();
  return (
    <>
      <SearchInput
        value={search.q}
        label={t("contacts.search")}
        onChange={(q) => onChange({ q })}
      />
      <SegmentedControl
        size="xs"
        aria-label={t("contacts.owner")}
        value={search.owner ?? "all"}
        onChange={(value) => {
          const owner = value === "mine" || value === "none" ? value : undefined;
          onChange(owner ? { owner, manager: undefined } : { owner });
        }}
        data={OWNERS.map((one) => ({ value: one, label: t(`contacts.owners.${one}`) }))}
      />
      <PickFilter
        w={190}
        label={t("contactList.manager")}
        placeholder={t("contactList.everyManager")}
        options={people}
        value={search.manager}
        onChange={(manager) =>
          onChange(manager === undefined ? { manager } : { manager, owner: undefined })
        }
      />
      <CompanyFilter value={search.company} onChange={(company) => onChange({ company })} />
      <Button
        variant="default"
        leftSection={<IconColumns3 size={15} aria-hidden="true" />}
        onClick={onColumns}
      >
        {t("contactList.columns")}
      </Button>
    </>
  );
}
