import { Loader, Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { type ColumnDef, type RowData, tableFeatures, useTable } from "@tanstack/react-table";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./DataGrid.module.css";
import { Failed } from "./Failed";
import { SortHeader } from "./SortHeader";

const features = tableFeatures({});

export interface Column<Row extends RowData> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The header is only heard: the cells speak for themselves. */
  quiet?: boolean;
  /** A grid track: `2fr`, `120px`. */
  width: string;
  /** Shown from this width of the window on. */
  from?: "sm" | "md" | "lg";
  /** The list can be sorted by it. */
  sorts?: boolean;
  align?: "end";
}

export interface Sorting {
  by: string;
  descending: boolean;
  change: (by: string, descending: boolean) => void;
}

interface Props<Row extends RowData> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowId: (row: Row) => string;
  rowHeight?: number;
  total?: number | undefined;
  loading: boolean;
  error?: unknown;
  retry?: () => void;
  hasMore: boolean;
  loadMore: () => void;
  loadingMore: boolean;
  empty: ReactNode;
  sorting?: Sorting;
  onOpen?: (row: Row) => void;
  selected?: string | undefined;
}

function useShown<Row extends RowData>(columns: Column<Row>[]): Column<Row>[] {
  const sm = useMediaQuery("(min-width: 48em)", true, { getInitialValueInEffect: false });
  const md = useMediaQuery("(min-width: 62em)", true, { getInitialValueInEffect: false });
  const lg = useMediaQuery("(min-width: 75em)", true, { getInitialValueInEffect: false });
  return useMemo(() => {
    const wide = { sm, md, lg };
    return columns.filter((column) => !column.from || wide[column.from]);
  }, [columns, sm, md, lg]);
}

/** A long list: the rows in view are drawn, further pages are fetched when their time comes. */
export function DataGrid<Row extends RowData>(props: Props<Row>) {
  const { rows, rowHeight = 44, hasMore, loadMore, loadingMore, sorting, onOpen } = props;
  const { t } = useTranslation();
  const shown = useShown(props.columns);
  const defs = useMemo(
    () =>
      shown.map(
        (column): ColumnDef<typeof features, Row> => ({
          id: column.id,
          header: column.header,
          cell: ({ row }) => column.cell(row.original),
        }),
      ),
    [shown],
  );
  const table = useTable({ features, columns: defs, data: rows, getRowId: props.rowId });
  const lines = table.getRowModel().rows;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && !loadingMore && last >= rows.length - 20 && last >= 0) loadMore();
  }, [hasMore, loadingMore, last, rows.length, loadMore]);

  const tracks = { "--tracks": shown.map((column) => column.width).join(" ") } as CSSProperties;
  if (props.error) return <Failed error={props.error} retry={props.retry} />;
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      tabIndex={0}
      role="table"
      aria-label={props.label}
      aria-rowcount={props.total ?? -1}
      aria-busy={props.loading}
      style={tracks}
    >
      <div role="rowgroup" className={classes.head}>
        <div role="row" className={classes.row}>
          {shown.map((column) => (
            <SortHeader key={column.id} column={column} sorting={sorting} />
          ))}
        </div>
      </div>
      {props.loading && <Waiting height={rowHeight} />}
      {!props.loading && rows.length === 0 && (
        <div role="rowgroup">
          <div role="row">
            <div role="cell">{props.empty}</div>
          </div>
        </div>
      )}
      <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const line = lines[item.index];
          if (!line) return null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the row's link does the same by keyboard
            <div
              key={line.id}
              role="row"
              aria-rowindex={item.index + 2}
              className={classes.row}
              data-opens={Boolean(onOpen)}
              data-selected={line.id === props.selected}
              style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              onClick={(event) => {
                const inner = (event.target as HTMLElement).closest("a,button,input,select");
                if (!inner) onOpen?.(line.original);
              }}
            >
              {line.getAllCells().map((cell, n) => (
                <div
                  key={cell.id}
                  role="cell"
                  className={classes.cell}
                  data-align={shown[n]?.align}
                >
                  <table.FlexRender cell={cell} />
                </div>
              ))}
            </div>
          );
        })}
      </div>
      {loadingMore && (
        <div className={classes.more}>
          <Loader size="sm" aria-label={t("common.loading")} />
        </div>
      )}
    </div>
  );
}

const WAITING = ["a", "b", "c", "d", "e", "f", "g", "h"];

function Waiting({ height }: { height: number }) {
  return (
    <div className={classes.waiting} aria-hidden="true">
      {WAITING.map((line) => (
        <div key={line} style={{ height }}>
          <Skeleton h={14} />
        </div>
      ))}
    </div>
  );
}
