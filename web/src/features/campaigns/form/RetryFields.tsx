import { NumberInput, Table } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { useWords } from "@/i18n/words";
import { RETRIED, type Values } from "./values";

interface Props {
  form: UseFormReturnType<Values>;
}

/** How often to try after each outcome, and after how many minutes. */
export function RetryFields({ form }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Table withRowBorders={false} verticalSpacing={4} horizontalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("campaigns.after")}</Table.Th>
          <Table.Th>{t("campaigns.tries")}</Table.Th>
          <Table.Th>{t("campaigns.waitMinutes")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {RETRIED.map((outcome) => {
          const rule = form.values.retry[outcome];
          const name = words("outcomes", outcome);
          return (
            <Table.Tr key={outcome}>
              <Table.Td>{name}</Table.Td>
              <Table.Td>
                <NumberInput
                  size="xs"
                  aria-label={`${t("campaigns.tries")}: ${name}`}
                  min={1}
                  max={10}
                  allowDecimal={false}
                  clampBehavior="strict"
                  value={rule.tries}
                  onChange={(tries) =>
                    form.setFieldValue(`retry.${outcome}.tries`, Number(tries) || 1)
                  }
                />
              </Table.Td>
              <Table.Td>
                <NumberInput
                  size="xs"
                  aria-label={`${t("campaigns.waitMinutes")}: ${name}`}
                  min={0}
                  max={7 * 24 * 60}
                  decimalScale={1}
                  value={rule.after_s / 60}
                  onChange={(minutes) =>
                    form.setFieldValue(
                      `retry.${outcome}.after_s`,
                      Math.round(60 * (Number(minutes) || 0)),
                    )
                  }
                />
              </Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
