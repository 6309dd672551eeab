import { Alert, Text } from "@mantine/core";
import i18next from "i18next";
import { useTranslation } from "react-i18next";
import type { MergeResult } from "@/api/types";
import { count } from "@/components/format";
import { Sheet } from "@/components/Sheet";
import { useFieldLabel } from "@/features/contacts/fields";
import classes from "./duplicates.module.css";

/** What a merge takes along, and whom the result would still be like. */
export function MergeOutcome({ result }: { result: MergeResult }) {
  const { t } = useTranslation();
  const labelOf = useFieldLabel();
  const moved = Object.entries(result.moved).filter(([, many]) => many > 0);
  const nameOf = (kind: string): string => {
    const key = `duplicates.moved.${kind}`;
    return i18next.exists(key) ? String(i18next.t(key as never)) : kind;
  };
  return (
    <>
      <Sheet title={t("duplicates.moves")}>
        {moved.length === 0 ? (
          <Text size="sm">{t("duplicates.movesNothing")}</Text>
        ) : (
          <ul className={classes.moves}>
            {moved.map(([kind, many]) => (
              <li key={kind}>
                <strong>{count(many)}</strong> {nameOf(kind)}
              </li>
            ))}
          </ul>
        )}
      </Sheet>
      {result.warnings.length > 0 && (
        <Alert color="yellow" title={t("duplicates.stillLike")}>
          {result.warnings.map((one) => (
            <div key={`${one.field}/${one.code}`}>
              {labelOf(one.field)}: {one.customer} ({one.code})
            </div>
          ))}
        </Alert>
      )}
    </>
  );
}
