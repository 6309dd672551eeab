import { Radio, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Customer, MergeResult } from "@/api/types";
import { Sheet } from "@/components/Sheet";
import { useFieldLabel } from "@/features/contacts/fields";
import classes from "./duplicates.module.css";
import { type Choices, type Side, useTellValue } from "./merging";

interface Props {
  kept: Customer;
  gone: Customer;
  /** The fields in which the two differ. */
  fields: MergeResult["fields"];
  /** What was chosen; the server has not answered to the last choice yet. */
  choices: Choices;
  onChoose: (field: string, side: Side) => void;
}

const SIDES = ["kept", "gone"] as const;

/** Each field in which the two differ, with a choice between the two values. */
export function MergeTable({ kept, gone, fields, choices, onChoose }: Props) {
  const { t } = useTranslation();
  const labelOf = useFieldLabel();
  const tell = useTellValue();
  const takes = { kept: t("duplicates.takeKept"), gone: t("duplicates.takeGone") };
  return (
    <Sheet flush>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t("duplicates.field")}</th>
            <Head customer={kept} word={t("duplicates.kept")} />
            <Head customer={gone} word={t("duplicates.gone")} />
          </tr>
        </thead>
        <tbody>
          {fields.map((one) => (
            <tr key={one.field}>
              <th scope="row">{labelOf(one.field)}</th>
              {SIDES.map((side) => {
                const value = tell(one.field, one[side]);
                const taken = (choices[one.field] ?? one.taken) === side;
                const fixed = one.field === "owner" && side === "gone" && !kept.can_assign;
                return (
                  <td key={side} data-taken={taken}>
                    <Radio
                      name={`merge-${one.field}`}
                      checked={taken}
                      aria-label={`${labelOf(one.field)}: ${takes[side]}`}
                      disabled={fixed}
                      description={fixed && t("duplicates.ownerFixed")}
                      label={
                        value || <span className={classes.empty}>{t("duplicates.empty")}</span>
                      }
                      onChange={() => onChoose(one.field, side)}
                    />
                  </td>
                );
              })}
            </tr>
          ))}
          {fields.length === 0 && (
            <tr>
              <td colSpan={3}>{t("duplicates.same")}</td>
            </tr>
          )}
        </tbody>
      </table>
    </Sheet>
  );
}

function Head({ customer, word }: { customer: Customer; word: string }) {
  return (
    <th scope="col">
      <span className={classes.head}>
        <Text size="xs" c="dimmed">
          {word}
        </Text>
        <Link to="/customers/$customerId" params={{ customerId: String(customer.id) }}>
          {customer.name}
        </Link>
        <Text size="xs" c="dimmed">
          {customer.code}
        </Text>
      </span>
    </th>
  );
}
