import { UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { RowData } from "@tanstack/react-table";
import type { Column, Sorting } from "./DataGrid";
import classes from "./DataGrid.module.css";

interface Props<Row extends RowData> {
  column: Column<Row>;
  sorting: Sorting | undefined;
}

export function SortHeader<Row extends RowData>({ column, sorting }: Props<Row>) {
  const active = sorting?.by === column.id;
  if (!column.sorts || !sorting) {
    return (
      <div role="columnheader" className={classes.header} data-align={column.align}>
        <span className={column.quiet ? "heard-only" : "cut"}>{column.header}</span>
      </div>
    );
  }
  const Arrow = sorting.descending ? IconArrowDown : IconArrowUp;
  return (
    <div
      role="columnheader"
      className={classes.header}
      data-align={column.align}
      aria-sort={active ? (sorting.descending ? "descending" : "ascending") : "none"}
    >
      <UnstyledButton
        className={classes.sort}
        onClick={() => sorting.change(column.id, active ? !sorting.descending : false)}
      >
        <span className="cut">{column.header}</span>
        {active && <Arrow size={13} aria-hidden="true" />}
      </UnstyledButton>
    </div>
  );
}
