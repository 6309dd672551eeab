import { ActionIcon, Checkbox, Skeleton, Tooltip, UnstyledButton } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp, IconExternalLink } from "@tabler/icons-react";
import { type ColumnDef, tableFeatures, useTable } from "@tanstack/react-table";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { CallCustomer } from "./CallCustomer";
import { type ListColumn, Name, type RowLink } from "./columns";
import classes from "./customers.module.css";
import type { CustomerRow } from "./lists";
import type { ViewQuery } from "./search";

const features = tableFeatures({});
const WAITING = ["a", "b", "c", "d", "e", "f", "g", "h"];

interface Props {
  rows: CustomerRow[];
  columns: ListColumn[];
  link: RowLink;
  loading: boolean;
  /** Rows of another page are shown until those of this one have come. */
  waiting: boolean;
  ticked: ReadonlySet<number>;
  onTick: (ticked: ReadonlySet<number>) => void;
  sort: ViewQuery["sort"];
  order: ViewQuery["order"];
  onSort: (sort: ViewQuery["sort"], order: ViewQuery["order"]) => void;
  onOpen: (row: CustomerRow) => void;
  actions?: (row: CustomerRow) => ReactNode;
  empty: ReactNode;
}

function toggled(ticked: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(ticked);
  if (!next.delete(id)) next.add(id);
  return next;
}

/** The list itself: j and k move, Enter opens, x ticks. */
export function CustomerTable(props: Props) {
  const { rows, columns, link, ticked, onTick, onOpen, sort, order, onSort } = props;
  const { t } = useTranslation();
  const [active, setActive] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows begin at the top
  useEffect(() => setActive(-1), [rows]);
  const defs = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, CustomerRow> => ({
          id: column.key,
          header: column.header,
          cell: ({ row }) => column.cell(row.original),
        }),
      ),
    [columns],
  );
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: (row) => String(row.id),
  });

  const move = (by: number): void => {
    const at = Math.min(Math.max(active + by, 0), rows.length - 1);
    if (at < 0) return;
    setActive(at);
    const row = body.current?.children[at];
    if (row instanceof HTMLElement) row.focus();
  };
  useHotkeys([
    ["j", () => move(1)],
    ["k", () => move(-1)],
    [
      "x",
      () => {
        const row = rows[active];
        if (row) onTick(toggled(ticked, row.id));
      },
    ],
  ]);
  const onKey = (event: KeyboardEvent<HTMLTableRowElement>, row: CustomerRow): void => {
    if (event.target !== event.currentTarget) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") onOpen(row);
    else if (event.key === " ") {
      event.preventDefault();
      onTick(toggled(ticked, row.id));
    }
  };

  const onPage = rows.filter((row) => ticked.has(row.id)).length;
  const tickPage = (): void => {
    const next = new Set(ticked);
    for (const row of rows) {
      if (onPage === rows.length) next.delete(row.id);
      else next.add(row.id);
    }
    onTick(next);
  };
  const header = (label: string, key: ViewQuery["sort"] | undefined): ReactNode => {
    if (!key) return <span className="cut">{label}</span>;
    const Arrow = order === "desc" ? IconArrowDown : IconArrowUp;
    const turned = order === "desc" ? "asc" : "desc";
    const first = key === "name" || key === "code" || key === "contacted" ? "asc" : "desc";
    return (
      <UnstyledButton
        className={classes.sort}
        onClick={() => onSort(key, sort === key ? turned : first)}
      >
        <span className="cut">{label}</span>
        {sort === key && <Arrow size={13} aria-hidden="true" />}
      </UnstyledButton>
    );
  };
  const ariaSort = (key: ViewQuery["sort"] | undefined) =>
    key === undefined || key !== sort ? undefined : order === "desc" ? "descending" : "ascending";

  if (!props.loading && rows.length === 0)
    return <div className={classes.sheet}>{props.empty}</div>;
  const width = columns.reduce((sum, column) => sum + column.width, 36 + 220 + 150);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list wider than the window is scrolled by keyboard
    <section className={classes.sheet} tabIndex={0} aria-label={t("customers.title")}>
      <table
        className={classes.table}
        style={{ minWidth: width }}
        aria-busy={props.loading || props.waiting}
        data-waiting={props.waiting}
      >
        <colgroup>
          <col style={{ width: 36 }} />
          <col />
          {columns.map((column) => (
            <col key={column.key} style={{ width: column.width }} />
          ))}
          <col style={{ width: 150 }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" className={classes.ticked}>
              <Checkbox
                size="xs"
                aria-label={t("customers.tickPage")}
                checked={rows.length > 0 && onPage === rows.length}
                indeterminate={onPage > 0 && onPage < rows.length}
                onChange={tickPage}
              />
            </th>
            <th scope="col" className={classes.stuck} aria-sort={ariaSort("name")}>
              {header(t("customers.customer"), "name")}
            </th>
            {columns.map((column) => (
              <th key={column.key} scope="col" aria-sort={ariaSort(column.sort)}>
                {header(column.header, column.sort)}
              </th>
            ))}
            <th scope="col">
              <span className="heard-only">{t("customers.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {props.loading &&
            WAITING.map((one) => (
              <tr key={one}>
                <td colSpan={columns.length + 3}>
                  <Skeleton h={14} />
                </td>
              </tr>
            ))}
          {table.getRowModel().rows.map((line, at) => {
            const row = line.original;
            return (
              <tr
                key={line.id}
                className={classes.row}
                tabIndex={at === Math.max(active, 0) ? 0 : -1}
                data-ticked={ticked.has(row.id)}
                onFocus={() => setActive(at)}
                onKeyDown={(event) => onKey(event, row)}
                onClick={(event) => {
                  const inner = (event.target as HTMLElement).closest(
                    "a,button,input,label,[role=dialog]",
                  );
                  if (!inner) onOpen(row);
                }}
              >
                <td className={classes.ticked}>
                  <Checkbox
                    size="xs"
                    tabIndex={-1}
                    aria-label={t("customers.tick", { name: row.name })}
                    checked={ticked.has(row.id)}
                    onChange={() => onTick(toggled(ticked, row.id))}
                  />
                </td>
                <td className={classes.stuck}>
                  <Name row={row} link={link} t={t} />
                </td>
                {line.getAllCells().map((cell) => (
                  <td key={cell.id}>
                    <table.FlexRender cell={cell} />
                  </td>
                ))}
                <td>
                  <span className={classes.actions}>
                    <CallCustomer row={row} />
                    {props.actions?.(row)}
                    <Tooltip label={t("customers.open")}>
                      <ActionIcon
                        variant="subtle"
                        aria-label={t("customers.openWhom", { name: row.name })}
                        onClick={() => onOpen(row)}
                      >
                        <IconExternalLink size={16} aria-hidden="true" />
                      </ActionIcon>
                    </Tooltip>
                  </span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
