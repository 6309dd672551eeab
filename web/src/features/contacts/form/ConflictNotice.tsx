import { Button, Radio, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { FormAlert } from "@/components/FormAlert";
import { useFieldLabel } from "../fields";
import classes from "./form.module.css";
import { keyOf } from "./required";
import { useShowValue } from "./useShowValue";
import { type CustomerValues, changedFields, customerValues } from "./values";

interface Props {
  /** What both began with. */
  base: CustomerValues;
  mine: CustomerValues;
  theirs: Customer;
  pending: boolean;
  /** Save again onto theirs; of the fields named, theirs stays. */
  onReapply: (given: ReadonlySet<string>) => void;
}

/** Two people edited one record: what the other changed, and whose value each field gets. */
export function ConflictNotice({ base, mine, theirs, pending, onReapply }: Props) {
  const { t } = useTranslation();
  const labelOf = useFieldLabel();
  const show = useShowValue();
  const [given, setGiven] = useState<ReadonlySet<string>>(new Set());
  const other = customerValues(theirs);
  const changed = changedFields(base, other);
  const both = new Set(changedFields(base, mine));
  const choose = (key: string, isTheirs: boolean): void => {
    const next = new Set(given);
    if (isTheirs) next.add(key);
    else next.delete(key);
    setGiven(next);
  };
  return (
    <FormAlert color="yellow" title={t("contacts.form.conflict")}>
      <Text size="sm">{t("contacts.form.conflictHint")}</Text>
      <table className={classes.conflict}>
        <thead>
          <tr>
            <th scope="col">{t("duplicates.field")}</th>
            <th scope="col">{t("contacts.form.theirs")}</th>
            <th scope="col">{t("contacts.form.mine")}</th>
          </tr>
        </thead>
        <tbody>
          {changed.map((key) => {
            const label = labelOf(key.startsWith("custom.") ? key : keyOf(key));
            const clash = both.has(key);
            return (
              <tr key={key}>
                <th scope="row">{label}</th>
                <td>
                  {clash ? (
                    <Radio
                      size="xs"
                      name={`conflict-${key}`}
                      aria-label={`${label}: ${t("contacts.form.theirs")}`}
                      checked={given.has(key)}
                      onChange={() => choose(key, true)}
                      label={show(key, other)}
                    />
                  ) : (
                    show(key, other)
                  )}
                </td>
                <td>
                  {clash ? (
                    <Radio
                      size="xs"
                      name={`conflict-${key}`}
                      aria-label={`${label}: ${t("contacts.form.mine")}`}
                      checked={!given.has(key)}
                      onChange={() => choose(key, false)}
                      label={show(key, mine)}
                    />
                  ) : (
                    <Text size="sm" c="dimmed">
                      {t("contacts.form.unchanged")}
                    </Text>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <Button mt="sm" loading={pending} onClick={() => onReapply(given)}>
        {t("contacts.form.reapply")}
      </Button>
    </FormAlert>
  );
}
