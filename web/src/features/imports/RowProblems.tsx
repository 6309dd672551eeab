import { Anchor, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Mark, type Tone } from "@/components/Mark";
import { useFieldLabel } from "@/features/contacts/fields";
import type { ImportColumn, ImportProblem, ImportRow } from "./imports";
import { useProblemWords } from "./problems";

const TONES: Record<ImportProblem["level"], Tone> = { error: "bad", warning: "warn", mend: "info" };

/** Everything there is to say of one row, cell by cell. */
export function RowProblems({ row, columns }: { row: ImportRow; columns: ImportColumn[] }) {
  const { t } = useTranslation();
  const name = useFieldLabel();
  const tell = useProblemWords();
  const where = ({ letter, field }: ImportProblem): string => {
    const column = columns.find((one) => one.letter === letter);
    const about = field ?? column?.field;
    if (letter === null) return about ? name(about) : t("imports.wholeRow");
    return `${letter} · ${about ? name(about) : (column?.header ?? "")}`;
  };
  return (
    <Stack gap="md" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
      {row.problems.map((problem) => (
        <li key={`${problem.letter}${problem.code}${JSON.stringify(problem.params)}`}>
          <Mark tone={TONES[problem.level]}>{t(`imports.level.${problem.level}`)}</Mark>
          <Text size="sm" fw={600}>
            {where(problem)}
          </Text>
          <Text size="sm">{tell(problem)}</Text>
        </li>
      ))}
      {row.customer_id !== null && (
        <li>
          <Anchor
            size="sm"
            renderRoot={(props) => (
              <Link
                {...props}
                to="/customers/$customerId"
                params={{ customerId: String(row.customer_id) }}
              />
            )}
          >
            {t("imports.openCustomer")}
          </Anchor>
        </li>
      )}
    </Stack>
  );
}
