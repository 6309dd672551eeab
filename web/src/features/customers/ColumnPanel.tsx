import { ActionIcon, Button, Checkbox, Stack, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./customers.module.css";

interface Props {
  all: { key: string; header: string }[];
  shown: string[];
  /** As the list comes. */
  usual: string[];
  onChange: (shown: string[]) => void;
}

/** R135: which columns, and in which order. Each change shows at once. */
export function ColumnPanel({ all, shown, usual, onChange }: Props) {
  const { t } = useTranslation();
  const byKey = new Map(all.map((column) => [column.key, column]));
  const chosen = shown.flatMap((key) => byKey.get(key) ?? []);
  const rest = all.filter((column) => !shown.includes(column.key));
  const move = (key: string, by: number): void => {
    const next = chosen.map((column) => column.key);
    const at = next.indexOf(key);
    next.splice(at, 1);
    next.splice(at + by, 0, key);
    onChange(next);
  };
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        {t("customers.columns.hint")}
      </Text>
      <div>
        {chosen.map((column, at) => (
          <div key={column.key} className={classes.column}>
            <Checkbox
              label={column.header}
              checked
              onChange={() => onChange(shown.filter((key) => key !== column.key))}
            />
            {(["up", "down"] as const).map((way) => {
              const Picture = way === "up" ? IconArrowUp : IconArrowDown;
              const off = way === "up" ? at === 0 : at === chosen.length - 1;
              return (
                <ActionIcon
                  key={way}
                  variant="subtle"
                  disabled={off}
                  aria-label={t(`customers.columns.${way}`, { name: column.header })}
                  onClick={() => move(column.key, way === "up" ? -1 : 1)}
                >
                  <Picture size={15} aria-hidden="true" />
                </ActionIcon>
              );
            })}
          </div>
        ))}
      </div>
      <Text size="sm" fw={600}>
        {t("customers.columns.others")}
      </Text>
      <div>
        {rest.map((column) => (
          <div key={column.key} className={classes.column}>
            <Checkbox
              label={column.header}
              checked={false}
              onChange={() => onChange([...shown, column.key])}
            />
          </div>
        ))}
      </div>
      <Button variant="default" onClick={() => onChange(usual)}>
        {t("customers.columns.reset")}
      </Button>
    </Stack>
  );
}
