import { Button, Group } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import type { ViewQuery } from "./search";

interface Props {
  query: ViewQuery;
  filtered: boolean;
  onWiden: () => void;
  onClear: () => void;
}

/** Nothing in the list: why, and what to do next. */
export function ListEmpty({ query, filtered, onWiden, onClear }: Props) {
  const { t } = useTranslation();
  if (!filtered) {
    return <Empty icon={IconUsers} title={t("customers.none")} hint={t("customers.noneHint")} />;
  }
  const narrow = query.q !== "" && query.scope !== "all";
  return (
    <Empty
      icon={IconUsers}
      title={t("customers.noneFound")}
      hint={narrow ? t("customers.noneInScope") : t("customers.noneFoundHint")}
    >
      <Group gap="xs">
        {narrow && <Button onClick={onWiden}>{t("customers.searchAll")}</Button>}
        <Button variant="default" onClick={onClear}>
          {t("customers.clearAll")}
        </Button>
      </Group>
    </Empty>
  );
}
