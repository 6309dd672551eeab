import { ActionIcon, Select } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Mark } from "@/components/Mark";
import { useFieldLabel } from "@/features/contacts/fields";
import { type ImportColumn, type ImportField, RULES, type Rule } from "./imports";
import classes from "./imports.module.css";

interface Props {
  column: ImportColumn;
  fields: ImportField[];
  /** Fields that another column has. */
  used: ReadonlySet<string>;
  disabled: boolean;
  deleting: boolean;
  onChange: (choice: { letter: string; field: string | null; rule: Rule }) => void;
}

/** A column of the file: its letter, header and samples on the left, our field on the right. */
export function ColumnLine({ column, fields, used, disabled, deleting, onChange }: Props) {
  const { t } = useTranslation();
  const name = useFieldLabel();
  const select = useRef<HTMLInputElement>(null);
  const { letter, header, samples, field, rule, origin } = column;
  const label = (one: ImportField): string => one.label ?? name(one.key);
  const option = (one: ImportField) => ({
    value: one.key,
    label: one.required ? `${label(one)} *` : label(one),
    disabled: one.key !== field && used.has(one.key),
  });
  const ofContact = (one: ImportField): boolean => /^contact\d?\./.test(one.key);
  const groups = [
    {
      group: t("imports.customerPart"),
      items: fields.filter((one) => !ofContact(one)).map(option),
    },
    { group: t("imports.contactPart"), items: fields.filter(ofContact).map(option) },
  ].filter((one) => one.items.length > 0);
  const set = (next: string | null): void => onChange({ letter, field: next, rule });
  const called = header || t("imports.columnNo", { letter });
  return (
    <tr data-unused={field === null}>
      <td>
        <span className={classes.letter}>{letter}</span>
        <span className={`cut ${classes.header}`} title={header}>
          {header || t("imports.noHeader")}
        </span>
      </td>
      <td className={classes.samples}>
        {samples.map((sample, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: samples may be equal and never move
          <span key={n} className="cut" title={sample}>
            {sample || "–"}
          </span>
        ))}
      </td>
      <td>
        <Select
          ref={select}
          aria-label={t("imports.fieldOf", { column: called })}
          placeholder={t("imports.notImported")}
          searchable
          clearable
          disabled={disabled}
          nothingFoundMessage={t("shell.nothingFound")}
          data={groups}
          value={field}
          onChange={set}
        />
        {field !== null && origin !== null && origin !== "chosen" && (
          <Mark tone="info">{t(`imports.origin.${origin}`)}</Mark>
        )}
      </td>
      <td>
        {field !== null && !deleting && (
          <Select
            aria-label={t("imports.ruleOf", { column: called })}
            disabled={disabled}
            data={RULES.map((one) => ({ value: one as string, label: t(`imports.rules.${one}`) }))}
            value={rule}
            onChange={(next) =>
              onChange({ letter, field, rule: RULES.find((one) => one === next) ?? rule })
            }
          />
        )}
      </td>
      <td>
        {field === null ? (
          <ActionIcon
            variant="default"
            disabled={disabled}
            aria-label={t("imports.add", { column: called })}
            title={t("imports.add", { column: called })}
            onClick={() => select.current?.click()}
          >
            <IconPlus size={15} aria-hidden="true" />
          </ActionIcon>
        ) : (
          <ActionIcon
            variant="subtle"
            color="gray"
            disabled={disabled}
            aria-label={t("imports.remove", { column: called })}
            title={t("imports.remove", { column: called })}
            onClick={() => set(null)}
          >
            <IconX size={15} aria-hidden="true" />
          </ActionIcon>
        )}
      </td>
    </tr>
  );
}
