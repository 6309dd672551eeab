import { Accordion, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldView } from "@/api/types";
import { fold } from "@/components/fold";
import { UNREADABLE } from "@/components/moments";
import classes from "./customers.module.css";
import { FilterField } from "./FilterField";
import { bare, type FieldFilter } from "./search";

interface Props {
  fields: readonly FieldView[];
  label: (key: string) => string;
  filters: FieldFilter[];
  onApply: (filters: FieldFilter[]) => void;
}

type Draft = Record<string, FieldFilter>;

const isReadable = ({ least, most }: FieldFilter): boolean =>
  least !== UNREADABLE && most !== UNREADABLE;
const isSet = (filter: FieldFilter): boolean => Object.keys(bare(filter)).length > 1;

function groupOf(field: FieldView): "customer" | "contact" | "own" {
  return field.custom_id !== null ? "own" : field.of;
}

/** R133, R134: a filter for every field of the directory, those of one's own among them. */
export function FilterPanel({ fields, label, filters, onApply }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>(
    Object.fromEntries(filters.map((one) => [one.field, one])),
  );
  const [wanted, setWanted] = useState("");
  const shown = fields.filter((field) => fold(label(field.key)).includes(fold(wanted.trim())));
  const groups = (["customer", "own", "contact"] as const)
    .map((name) => ({ name, fields: shown.filter((field) => groupOf(field) === name) }))
    .filter((group) => group.fields.length > 0);
  const opened = wanted
    ? groups.map((group) => group.name)
    : groups
        .filter((group) => group.name !== "contact" || group.fields.some((one) => draft[one.key]))
        .map((group) => group.name);
  const apply = (next: Draft): void => {
    const wanted = Object.values(next).filter(isSet).map(bare);
    // A field that holds no day says so itself.
    if (wanted.every(isReadable)) onApply(wanted);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply(draft);
      }}
    >
      <Stack gap="sm">
        <TextInput
          type="search"
          aria-label={t("customers.filters.findField")}
          placeholder={t("customers.filters.findField")}
          leftSection={<IconSearch size={15} aria-hidden="true" />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Accordion
          // Anew once the fields are there: a link opens the panel before.
          key={`${wanted ? "found" : "all"}/${fields.length > 0}`}
          multiple
          defaultValue={opened}
          variant="separated"
        >
          {groups.map((group) => (
            <Accordion.Item key={group.name} value={group.name}>
              <Accordion.Control>{t(`customers.filters.groups.${group.name}`)}</Accordion.Control>
              <Accordion.Panel>
                <Stack gap="sm">
                  {group.fields.map((field) => (
                    <FilterField
                      key={field.key}
                      field={field}
                      label={label(field.key)}
                      value={draft[field.key] ?? { field: field.key }}
                      onChange={(next) => setDraft({ ...draft, [field.key]: next })}
                    />
                  ))}
                </Stack>
              </Accordion.Panel>
            </Accordion.Item>
          ))}
        </Accordion>
        {groups.length === 0 && (
          <Text size="sm" c="dimmed">
            {t("customers.filters.noField")}
          </Text>
        )}
        <Group justify="flex-end" gap="xs" className={classes.sticky}>
          <Button
            variant="default"
            onClick={() => {
              setDraft({});
              apply({});
            }}
          >
            {t("customers.filters.clear")}
          </Button>
          <Button type="submit">{t("customers.filters.apply")}</Button>
        </Group>
      </Stack>
    </form>
  );
}
