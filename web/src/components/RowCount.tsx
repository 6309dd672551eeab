import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { count } from "./format";

interface Props {
  total: number | undefined;
  /** There are more: counting stopped there. */
  more?: boolean;
  /** What the rows come to together, in words. */
  sum?: string | undefined;
}

/** How many rows a list has, beside its title; nothing while that is not known. */
export function RowCount({ total, more = false, sum }: Props) {
  const { t } = useTranslation();
  if (total === undefined) return null;
  return (
    <Text size="sm" c="dimmed" aria-live="polite">
      {t("common.rows", { count: total, shown: count(total) })}
      {more && "+"}
      {sum && ` · ${sum}`}
    </Text>
  );
}
