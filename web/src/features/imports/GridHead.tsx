// biome-ignore-all lint/a11y/useSemanticElements: only the rows in view are drawn, which no table does
// biome-ignore-all lint/a11y/useFocusableInteractive: the cells take the focus, one at a time
import { useTranslation } from "react-i18next";
import { useFieldLabel } from "@/features/contacts/fields";
import type { ImportColumn } from "./imports";
import classes from "./imports.module.css";

/** The columns that are imported, by their letters in the file and our names. */
export function GridHead({ columns }: { columns: ImportColumn[] }) {
  const { t } = useTranslation();
  const name = useFieldLabel();
  return (
    <div className={classes.gridHead} role="row">
      <div role="columnheader">{t("imports.row")}</div>
      <div role="columnheader">{t("imports.resultOf")}</div>
      {columns.map((column) => (
        <div key={column.letter} role="columnheader" className="cut" title={column.header}>
          <span className={classes.letter}>{column.letter}</span> {name(column.field ?? "")}
        </div>
      ))}
    </div>
  );
}
