import { Table, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { count, span } from "@/components/format";
import { Sheet } from "@/components/Sheet";
import {
  customersBehind,
  type Kpi,
  type KpiFigures,
  type KpiRow,
  type KpiSearch,
  PARTS,
  type Sort,
  sortRows,
  userOf,
} from "./kpi";
import classes from "./kpi.module.css";

interface Props {
  kpi: Kpi;
  search: KpiSearch;
  onSort: (sort: Sort, order: "asc" | undefined) => void;
}

/** By employee, with a total; a name shows one alone, a figure what stands behind it. */
export function PeopleTable({ kpi, search, onSort }: Props) {
  const { t } = useTranslation();
  const heads: [Sort, string][] = [
    ["name", t("kpi.employee")],
    ["customers", t("kpi.customers")],
    ["interactions", t("kpi.interactions")],
    ...PARTS.map((part): [Sort, string] => [part, t(`kpi.part.${part}`)]),
    ["talk_s", t("kpi.talkTime")],
  ];
  return (
    <Sheet title={t("kpi.byEmployee")} flush>
      <Table.ScrollContainer minWidth={760} type="native">
        <Table
          verticalSpacing={7}
          horizontalSpacing="md"
          className={classes.table}
          aria-label={t("kpi.byEmployee")}
        >
          <Table.Thead>
            <Table.Tr>
              {heads.map(([sort, name]) => (
                <Head key={sort} sort={sort} name={name} search={search} onSort={onSort} />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sortRows(kpi.rows, search).map((row) => (
              <Row key={userOf(row)} kpi={kpi} row={row} search={search} />
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Table.Tr>
              <Table.Th scope="row">{t("kpi.total")}</Table.Th>
              <Cells figures={kpi.total} />
            </Table.Tr>
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
    </Sheet>
  );
}

interface HeadProps extends Pick<Props, "search" | "onSort"> {
  sort: Sort;
  name: string;
}

function Head({ sort, name, search, onSort }: HeadProps) {
  const active = (search.sort ?? "interactions") === sort;
  const ascending = (search.order === "asc") !== (sort === "name");
  const Arrow = ascending ? IconArrowUp : IconArrowDown;
  return (
    <Table.Th
      scope="col"
      className={sort === "name" ? undefined : classes.number}
      aria-sort={active ? (ascending ? "ascending" : "descending") : "none"}
    >
      <UnstyledButton
        className={classes.sort}
        onClick={() => onSort(sort, active && search.order !== "asc" ? "asc" : undefined)}
      >
        {name}
        {active && <Arrow size={13} aria-hidden="true" />}
      </UnstyledButton>
    </Table.Th>
  );
}

function Row({ kpi, row, search }: { kpi: Kpi; row: KpiRow; search: KpiSearch }) {
  const { t } = useTranslation();
  const user = userOf(row);
  const name = row.user?.name ?? t("kpi.nobody");
  return (
    <Table.Tr data-selected={search.user === user || undefined}>
      <Table.Th scope="row" fw={500}>
        <Link
          to="/overview"
          search={{ ...search, user: search.user === user ? undefined : user }}
          className="plain-link"
          aria-current={search.user === user ? "true" : undefined}
        >
          {name}
        </Link>
      </Table.Th>
      <Cells figures={row} kpi={kpi} user={user} search={search} name={name} />
    </Table.Tr>
  );
}

interface CellsProps {
  figures: KpiFigures;
  /** Of one employee: each figure leads to what it counts. */
  kpi?: Kpi;
  user?: number;
  search?: KpiSearch;
  name?: string;
}

function Cells({ figures, kpi, user, search, name }: CellsProps) {
  const { t } = useTranslation();
  const leads = kpi !== undefined && user !== undefined;
  return (
    <>
      <Table.Td className={classes.number}>
        {leads && figures.customers > 0 ? (
          <Link
            to="/customers"
            search={customersBehind(kpi, [user === 0 ? null : user])}
            aria-label={`${name}, ${t("kpi.customers")}: ${figures.customers}`}
          >
            {count(figures.customers)}
          </Link>
        ) : (
          count(figures.customers)
        )}
      </Table.Td>
      <Table.Td className={classes.number}>{count(figures.interactions)}</Table.Td>
      {PARTS.map((part) => (
        <Table.Td key={part} className={classes.number}>
          {leads && figures[part] > 0 && user !== 0 ? (
            <Link
              to="/overview"
              search={{ ...search, user, part }}
              aria-label={`${name}, ${t(`kpi.part.${part}`)}: ${figures[part]}`}
            >
              {count(figures[part])}
            </Link>
          ) : (
            count(figures[part])
          )}
        </Table.Td>
      ))}
      <Table.Td className={classes.number}>{span(figures.talk_s)}</Table.Td>
    </>
  );
}
