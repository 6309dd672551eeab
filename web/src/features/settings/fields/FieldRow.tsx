import { ActionIcon, Checkbox } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FieldView } from "@/api/types";
import { useTellProblem } from "@/components/problem";
import classes from "../settings.module.css";
import { useChangeField } from "./customFields";

interface Props {
  field: FieldView;
  at: number;
  count: number;
  onEdit: () => void;
}

type OwnKind = "text" | "number" | "date" | "choice" | "choices";

/** A custom field in the list; required or not, and where it stands, is saved at once. */
export function FieldRow({ field, at, count, onEdit }: Props) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const change = useChangeField(field.custom_id ?? 0);
  const label = field.label ?? field.key;
  return (
    <div className={classes.fieldRow}>
      <strong className="cut" title={label}>
        {label}
      </strong>
      <span>{t(`settings.fields.kinds.${field.kind as OwnKind}`)}</span>
      <Checkbox
        label={t("settings.fields.required")}
        aria-label={t("settings.fields.requiredOf", { label })}
        checked={field.required}
        disabled={change.isPending}
        onChange={(event) =>
          change.mutate({ required: event.currentTarget.checked }, { onError: tell })
        }
      />
      <span className={classes.arrows}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("settings.fields.up", { label })}
          disabled={at === 0 || change.isPending}
          onClick={() => change.mutate({ position: at - 1 }, { onError: tell })}
        >
          <IconArrowUp size={16} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("settings.fields.down", { label })}
          disabled={at === count - 1 || change.isPending}
          onClick={() => change.mutate({ position: at + 1 }, { onError: tell })}
        >
          <IconArrowDown size={16} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("contacts.editWhom", { name: label })}
          onClick={onEdit}
        >
          <IconPencil size={16} aria-hidden="true" />
        </ActionIcon>
      </span>
    </div>
  );
}
