import { Button } from "@mantine/core";
import { IconFilterOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { useFieldLabel } from "@/features/contacts/fields";
import type { FieldFilter, ViewQuery } from "./search";

interface Props {
  error: unknown;
  query: ViewQuery;
  onDrop: (filters: FieldFilter[]) => void;
  /** To the list's beginning: its filter or order is another one since the page's address was made. */
  onStart: () => void;
  retry: () => void;
}

/** The list can't be shown. A view outlives the fields it filters by: those can be dropped. */
export function ListFailed({ error, query, onDrop, onStart, retry }: Props) {
  const { t } = useTranslation();
  const label = useFieldLabel();
  if (error instanceof ApiError && error.code === "cursor.invalid")
    return <Failed error={error} retry={onStart} />;
  const field = error instanceof ApiError && error.code === "filter.invalid" && error.params.field;
  if (typeof field !== "string") return <Failed error={error} retry={retry} />;
  return (
    <Empty
      icon={IconFilterOff}
      title={t("customers.filters.gone", { field: label(field) })}
      hint={t("customers.filters.goneHint")}
    >
      <Button onClick={() => onDrop(query.filters.filter((one) => one.field !== field))}>
        {t("customers.filters.drop")}
      </Button>
    </Empty>
  );
}
