import { ActionIcon, Button, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { DONG, money } from "@/components/format";
import { NumberField } from "@/components/NumberField";
import classes from "./commerce.module.css";
import { addUp, type LineValues, newLine, priceLine } from "./paperValues";

interface Props {
  lines: LineValues[];
  onChange: (lines: LineValues[]) => void;
  fixed: boolean;
  /** Said after a try to save: a line has no name. */
  error: boolean;
}

const MOST_LINES = 200;

/** What is offered or ordered, line by line; the sum follows. */
export function LinesField({ lines, onChange, fixed, error }: Props) {
  const { t } = useTranslation();
  const change = (at: number, part: Partial<LineValues>): void =>
    onChange(lines.map((line, n) => (n === at ? { ...line, ...part } : line)));
  return (
    <fieldset className={classes.lines}>
      <legend>{t("commerce.lines")}</legend>
      {lines.map((line, at) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset for each line would be read aloud as a form of its own
        <div
          key={line.key}
          className={classes.line}
          data-fixed={fixed}
          role="group"
          aria-label={t("commerce.line", { n: at + 1 })}
        >
          <TextInput
            className={classes.lineName}
            aria-label={t("commerce.lineName")}
            placeholder={t("commerce.lineName")}
            maxLength={300}
            readOnly={fixed}
            value={line.name}
            error={error && !line.name.trim() ? t("codes.fields.missing") : null}
            onChange={(event) => change(at, { name: event.currentTarget.value })}
          />
          {!fixed && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("commerce.removeLine", { n: at + 1 })}
              onClick={() => onChange(lines.filter((_, n) => n !== at))}
            >
              <IconX size={15} aria-hidden="true" />
            </ActionIcon>
          )}
          <NumberField
            aria-label={t("commerce.quantity")}
            decimals={3}
            min={0.001}
            max={1_000_000}
            readOnly={fixed}
            value={line.quantity}
            onChange={(quantity) => change(at, { quantity: quantity ?? "" })}
          />
          <NumberField
            aria-label={t("commerce.unitPrice")}
            placeholder={t("commerce.unitPrice")}
            unit={DONG}
            decimals={0}
            min={0}
            max={1_000_000_000_000}
            readOnly={fixed}
            value={line.price}
            onChange={(price) => change(at, { price: price ?? "" })}
          />
          <span className={classes.lineTotal} title={t("commerce.lineTotal")}>
            {money(priceLine(line))}
          </span>
        </div>
      ))}
      <div className={classes.linesFoot}>
        {fixed ? (
          <span />
        ) : (
          <Button
            variant="subtle"
            size="compact-sm"
            disabled={lines.length >= MOST_LINES}
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => onChange([...lines, newLine()])}
          >
            {t("commerce.addLine")}
          </Button>
        )}
        {lines.length > 0 && (
          <Text size="sm" fw={600} className={classes.figure}>
            {money(addUp(lines))}
          </Text>
        )}
      </div>
    </fieldset>
  );
}
