import { Fragment, type ReactNode } from "react";
import { type Column, DataGrid } from "./DataGrid";
import { SidePanel } from "./SidePanel";
import type { usePages } from "./usePages";

interface Props<Row extends { id: number }, Sort extends string> {
  title: string;
  columns: Column<Row>[];
  list: ReturnType<typeof usePages<Row>>;
  /** The row in the panel. */
  open: number | undefined;
  onOpen: (id: number | undefined) => void;
  panelTitle: string;
  panel: (id: number, close: () => void) => ReactNode;
  /** What it can be sorted by beside `created`, which it is of itself, the newest first. */
  sorts: readonly Sort[];
  sort: Sort | undefined;
  order: "asc" | undefined;
  onSort: (sort: Sort | undefined, order: "asc" | undefined) => void;
  empty: ReactNode;
}

/** A list whose rows open beside it, one at a time. */
export function PanelList<Row extends { id: number }, Sort extends string>(
  props: Props<Row, Sort>,
) {
  const { open, onOpen, sorts, sort, order, onSort } = props;
  const close = () => onOpen(undefined);
  return (
    <>
      <DataGrid
        label={props.title}
        columns={props.columns}
        rowId={(row) => String(row.id)}
        rowHeight={52}
        {...props.list}
        selected={open === undefined ? undefined : String(open)}
        onOpen={(row) => onOpen(row.id)}
        sorting={{
          by: sort ?? "created",
          descending: order !== "asc",
          change: (by, descending) =>
            onSort(
              sorts.find((one) => one === by),
              descending ? undefined : "asc",
            ),
        }}
        empty={props.empty}
      />
      <SidePanel opened={open !== undefined} onClose={close} title={props.panelTitle} wide>
        {open !== undefined && <Fragment key={open}>{props.panel(open, close)}</Fragment>}
      </SidePanel>
    </>
  );
}
