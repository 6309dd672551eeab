// biome-ignore-all lint/a11y/useSemanticElements: only the rows in view are drawn, which no table does
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells take the focus, one at a time
import { UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { ImportProblem, ImportRow } from "./imports";
import classes from "./imports.module.css";

const TAKEN = new Set<ImportRow["result"]>(["new", "changed", "deleted"]);
const FAILED = new Set<ImportRow["result"]>(["duplicate", "invalid", "not_found"]);

interface Props {
  row: ImportRow;
  tell: (problem: ImportProblem) => string;
  at: string;
  focusable: boolean;
  onFocus: () => void;
  onAsk: () => void;
}

/** [Tạo mới] and [Thay đổi] green, [Lỗi (n)] red: pressed, it says what is wrong (R094, R095). */
export function ResultCell({ row, tell, at, focusable, onFocus, onAsk }: Props) {
  const { t } = useTranslation();
  const { result, problems, undone } = row;
  const errors = problems.filter((one) => one.level === "error").length;
  const shared = { "data-at": at, tabIndex: focusable ? 0 : -1, onFocus };
  if (result === null) {
    return (
      <span role="gridcell" {...shared} className={classes.result}>
        –
      </span>
    );
  }
  const failed = FAILED.has(result);
  const text: string = undone
    ? t(`imports.undoneRow.${undone}`)
    : failed
      ? t("imports.errors", { n: Math.max(1, errors), what: t(`imports.resultRow.${result}`) })
      : t(`imports.resultRow.${result}`);
  const tone = failed ? "bad" : TAKEN.has(result) && !undone ? "ok" : "calm";
  if (problems.length > 0) {
    return (
      <span role="gridcell" className={classes.result}>
        <UnstyledButton
          {...shared}
          className={classes.tag}
          data-tone={tone}
          onClick={onAsk}
          aria-haspopup="dialog"
          title={problems.map(tell).join("\n")}
        >
          {text}
        </UnstyledButton>
      </span>
    );
  }
  const linked = row.customer_id !== null && result !== "deleted" && undone !== "deleted";
  return (
    <span role="gridcell" className={classes.result} {...(linked ? {} : shared)}>
      {linked ? (
        <Link
          {...shared}
          className={`plain-link ${classes.tag}`}
          data-tone={tone}
          to="/customers/$customerId"
          params={{ customerId: String(row.customer_id) }}
        >
          {text}
        </Link>
      ) : (
        <span className={classes.tag} data-tone={tone}>
          {text}
        </span>
      )}
    </span>
  );
}
