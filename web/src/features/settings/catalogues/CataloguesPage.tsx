import { NavLink, Text } from "@mantine/core";
import { IconList } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { CatalogueView } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { isLost } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { useFields } from "@/features/contacts/fields";
import classes from "../settings.module.css";
import { AddValue } from "./AddValue";
import { cataloguesQuery } from "./catalogues";
import { type ValueMark, ValueRow } from "./ValueRow";

const route = getRouteApi("/shell/settings/catalogues");
type Known =
  | "size"
  | "sector"
  | "contact_source"
  | "source"
  | "group"
  | "relationship"
  | "transaction_type"
  | "contract_type";
const KNOWN: readonly string[] = [
  "relationship",
  "source",
  "group",
  "contact_source",
  "size",
  "sector",
  "transaction_type",
  "contract_type",
] satisfies Known[];

/** R017, R215: what is said of the values of one list alone. */
const MARKS: Partial<Record<string, ValueMark>> = {
  transaction_type: "makesCustomer",
  contract_type: "renews",
};

/** The name of a pick list: one that every directory has, or that of a custom field. */
function useName(): (catalogue: string) => string {
  const { t } = useTranslation();
  const fields = useFields();
  return (catalogue) => {
    if (KNOWN.includes(catalogue)) return t(`settings.catalogues.names.${catalogue as Known}`);
    return fields.find((one) => one.catalogue === catalogue)?.label ?? catalogue;
  };
}

/** R332, R333: pick lists; whatever is done is saved at once, there is no button for it. */
export function CataloguesPage() {
  const { t } = useTranslation();
  const { name } = route.useSearch();
  const navigate = route.useNavigate();
  const nameOf = useName();
  const fields = useFields();
  const { data, error, refetch } = useQuery(cataloguesQuery);
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  // A custom field whose options were all deleted still has its list, with nothing in it.
  const own = fields.flatMap((one) => (one.custom_id && one.catalogue ? [one.catalogue] : []));
  const lists = [...KNOWN, ...own].map(
    (one): CatalogueView => data.rows.find((row) => row.name === one) ?? { name: one, values: [] },
  );
  const shown = lists.find((one) => one.name === name) ?? lists[0];
  if (!shown) return null;
  const mark = MARKS[shown.name];
  return (
    <Page title={t("settings.catalogues.title")}>
      <Text size="sm" c="dimmed">
        {t("settings.catalogues.hint")}
      </Text>
      <div className={classes.split}>
        <nav className={classes.lists} aria-label={t("settings.catalogues.title")}>
          {lists.map((one) => (
            <NavLink
              key={one.name}
              component="button"
              active={one === shown}
              aria-current={one === shown ? "true" : undefined}
              label={nameOf(one.name)}
              rightSection={
                <Text size="xs" c="dimmed">
                  {one.values.length}
                </Text>
              }
              onClick={() => void navigate({ search: { name: one.name }, replace: true })}
            />
          ))}
        </nav>
        <Sheet title={nameOf(shown.name)} flush key={shown.name}>
          {mark && (
            <Text size="sm" c="dimmed" px={14} pt={10}>
              {t(`settings.catalogues.${mark}Hint`)}
            </Text>
          )}
          {shown.values.length === 0 && (
            <Empty
              icon={IconList}
              title={t("settings.catalogues.none")}
              hint={t("settings.catalogues.noneHint")}
            />
          )}
          <ol className={classes.values} aria-label={nameOf(shown.name)}>
            {shown.values.map((value, at) => (
              <ValueRow key={value.id} value={value} at={at} all={shown.values} mark={mark} />
            ))}
          </ol>
          <AddValue catalogue={shown.name} />
        </Sheet>
      </div>
    </Page>
  );
}
