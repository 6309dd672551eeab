// biome-ignore-all lint/a11y/useSemanticElements: only the rows in view are drawn, which no table does
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells take the focus, one at a time
import { Loader, Text } from "@mantine/core";
import { IconFilterOff } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { useFieldLabel } from "@/features/contacts/fields";
import type { RowFilter } from "./filters";
import { GridCell } from "./GridCell";
import { GridHead } from "./GridHead";
import { type Import, type ImportRow, rowsKey, useRetype } from "./imports";
import classes from "./imports.module.css";
import { useProblemWords } from "./problems";
import { ResultCell } from "./ResultCell";
import { RowProblems } from "./RowProblems";

const ROW_PX = 46;
const PAGE = 200;

interface Place {
  row: number;
  column: number;
}

const MOVES: Record<string, Place> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

const FIRST = { number: null, column: 0 };

interface Props {
  one: Import;
  filter: RowFilter | undefined;
  editable?: boolean;
}

/** The file's rows like a spreadsheet: yellow was mended, red is wrong, with the reason below. */
export function RowGrid({ one, filter, editable = false }: Props) {
  const { t } = useTranslation();
  const name = useFieldLabel();
  const tell = useProblemWords();
  const retype = useRetype(one);
  const [mended, setMended] = useState<ReadonlyMap<number, ImportRow>>(new Map());
  // By the row's number: the same row has another place in another filter.
  const [active, setActive] = useState<{ number: number | null; column: number }>(FIRST);
  const [editing, setEditing] = useState(false);
  const [asked, setAsked] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const page = usePages<ImportRow>(rowsKey(one.id), `/imports/${one.id}/rows`, {
    filter: filter ?? "all",
    limit: PAGE,
    at: undefined,
  });
  const columns = useMemo(
    () =>
      one.columns
        .map((column, index) => ({ ...column, index }))
        .filter((column) => column.field !== null),
    [one.columns],
  );
  const rows = page.rows.map((row) => mended.get(row.number) ?? row);
  // biome-ignore lint/correctness/useExhaustiveDependencies: fetched anew, they have what was typed
  useEffect(() => setMended(new Map()), [page.rows]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const { hasMore, loadingMore, loadMore } = page;
  useEffect(() => {
    if (hasMore && !loadingMore && last >= rows.length - 20 && last >= 0) loadMore();
  }, [hasMore, loadingMore, last, rows.length, loadMore]);

  const activeRow = Math.max(
    0,
    rows.findIndex((row) => row.number === active.number),
  );
  const move = (by: Place): void => {
    const row = Math.min(Math.max(activeRow + by.row, 0), rows.length - 1);
    const column = Math.min(Math.max(active.column + by.column, 0), columns.length);
    virtual.scrollToIndex(row);
    setActive({ number: rows[row]?.number ?? null, column });
    // Drawn first when it was out of view.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-at="${row}:${column}"]`)?.focus(),
    );
  };
  const send = (row: ImportRow, letter: string, value: string): void => {
    setEditing(false);
    retype.mutate(
      { number: row.number, letter, value },
      {
        onSuccess: (changed) =>
          setMended((before) => {
            const after = new Map(before);
            for (const other of [changed.row, ...changed.also]) after.set(other.number, other);
            return after;
          }),
      },
    );
  };
  const tracks = {
    "--tracks": `64px 132px repeat(${columns.length}, minmax(150px, 1fr))`,
    "--wide": `${196 + 150 * columns.length}px`,
  } as CSSProperties;
  const chosen = rows.find((row) => row.number === asked);
  if (page.error) return <Failed error={page.error} retry={page.retry} />;
  return (
    <>
      {editable && (
        <Text size="xs" c="dimmed">
          {t("imports.gridHint")}
        </Text>
      )}
      <div
        ref={scroller}
        className={classes.grid}
        role="grid"
        aria-label={t("imports.rows")}
        aria-rowcount={rows.length + 1}
        aria-busy={page.loading}
        style={tracks}
        onKeyDown={(event) => {
          const by = MOVES[event.key];
          if (!by || editing) return;
          event.preventDefault();
          move(by);
        }}
      >
        <GridHead columns={columns} />
        {page.loading && (
          <div className={classes.gridWait}>
            <Loader size="sm" aria-label={t("common.loading")} />
          </div>
        )}
        {!page.loading && rows.length === 0 && (
          <Empty
            icon={IconFilterOff}
            title={t("imports.noRows")}
            hint={one.total === 0 ? t("imports.noRowsHint") : undefined}
          />
        )}
        <div className={classes.gridBody} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div
                key={row.number}
                role="row"
                aria-rowindex={item.index + 2}
                className={classes.gridRow}
                style={{ height: ROW_PX, transform: `translateY(${item.start}px)` }}
              >
                <div role="rowheader" className={classes.rowNumber}>
                  {row.number}
                </div>
                <ResultCell
                  row={row}
                  tell={tell}
                  at={`${item.index}:0`}
                  focusable={activeRow === item.index && active.column === 0}
                  onFocus={() => setActive({ number: row.number, column: 0 })}
                  onAsk={() => setAsked(row.number)}
                />
                {columns.map((column, n) => (
                  <GridCell
                    key={column.letter}
                    label={name(column.field ?? "")}
                    value={row.cells[column.index] ?? ""}
                    problems={row.problems.filter((one) => one.letter === column.letter)}
                    tell={tell}
                    at={`${item.index}:${n + 1}`}
                    focusable={activeRow === item.index && active.column === n + 1}
                    editable={editable}
                    editing={editing && activeRow === item.index && active.column === n + 1}
                    onFocus={() => setActive({ number: row.number, column: n + 1 })}
                    onEdit={() => setEditing(true)}
                    onLeave={() => setEditing(false)}
                    onSave={(value) => send(row, column.letter, value)}
                  />
                ))}
              </div>
            );
          })}
        </div>
        {page.loadingMore && (
          <div className={classes.gridWait}>
            <Loader size="sm" aria-label={t("common.loading")} />
          </div>
        )}
      </div>
      <SidePanel
        opened={chosen !== undefined}
        onClose={() => setAsked(null)}
        title={chosen ? t("imports.rowNo", { n: chosen.number }) : ""}
      >
        {chosen && <RowProblems row={chosen} columns={one.columns} />}
      </SidePanel>
    </>
  );
}
