// biome-ignore-all lint/a11y/useSemanticElements: only the rows in view are drawn, which no table does
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells take the focus, one at a time
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ImportProblem } from "./imports";
import classes from "./imports.module.css";

const LEVELS = ["error", "mend", "warning"] as const;

interface Props {
  label: string;
  value: string;
  problems: ImportProblem[];
  tell: (problem: ImportProblem) => string;
  /** Its place in the grid, by which the keyboard finds it. */
  at: string;
  focusable: boolean;
  editable: boolean;
  editing: boolean;
  onFocus: () => void;
  onEdit: () => void;
  onLeave: () => void;
  onSave: (value: string) => void;
}

/** One cell with what was mended or is wrong; Enter or a double click types it anew. */
export function GridCell(props: Props) {
  const { value, problems, tell, at, focusable, editable, editing } = props;
  const { t } = useTranslation();
  const cell = useRef<HTMLDivElement>(null);
  const level = LEVELS.find((one) => problems.some((problem) => problem.level === one));
  const said = problems.map(tell).join(" ");
  const back = (): void => {
    requestAnimationFrame(() => cell.current?.focus());
  };
  const press = (event: KeyboardEvent): void => {
    if (!editable || editing || (event.key !== "Enter" && event.key !== "F2")) return;
    event.preventDefault();
    props.onEdit();
  };
  return (
    <div
      ref={cell}
      role="gridcell"
      className={classes.cell}
      data-level={level}
      data-at={at}
      tabIndex={focusable ? 0 : -1}
      aria-invalid={level === "error" || undefined}
      title={said ? `${value}\n${said}` : value}
      onFocus={props.onFocus}
      onKeyDown={press}
      onDoubleClick={() => editable && props.onEdit()}
    >
      {editing ? (
        <CellInput
          label={props.label}
          value={value}
          onSave={(next) => {
            if (next === value) props.onLeave();
            else props.onSave(next);
            back();
          }}
          onLeave={() => {
            props.onLeave();
            back();
          }}
        />
      ) : (
        <>
          <span className="cut">{value || <span className={classes.blank}>–</span>}</span>
          {said && (
            <span className={`cut ${classes.reason}`}>
              {level === "error" && <span className="heard-only">{t("imports.wrong")} </span>}
              {said}
            </span>
          )}
        </>
      )}
    </div>
  );
}

interface InputProps {
  label: string;
  value: string;
  onSave: (value: string) => void;
  onLeave: () => void;
}

function CellInput({ label, value, onSave, onLeave }: InputProps) {
  const input = useRef<HTMLInputElement>(null);
  const left = useRef(false);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);
  const end = (action: () => void): void => {
    if (left.current) return;
    left.current = true;
    action();
  };
  return (
    <input
      ref={input}
      className={classes.cellInput}
      aria-label={label}
      defaultValue={value}
      onBlur={(event) => {
        const { value: typed } = event.currentTarget;
        end(() => onSave(typed));
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        const { value: typed } = event.currentTarget;
        if (event.key === "Enter") end(() => onSave(typed));
        if (event.key === "Escape") end(onLeave);
      }}
    />
  );
}
