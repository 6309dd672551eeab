import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./form.module.css";

interface Props {
  submit: string;
  pending: boolean;
  onCancel: () => void;
  children?: ReactNode;
}

/** R022: one button saves, "Hủy bỏ" discards; always in sight, however long the form. */
export function FormButtons({ submit, pending, onCancel, children }: Props) {
  const { t } = useTranslation();
  return (
    <Group justify="space-between" gap="xs" className={classes.buttons}>
      {children ?? <span />}
      <Group gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t("common.cancelForm")}
        </Button>
        <Button type="submit" loading={pending}>
          {submit}
        </Button>
      </Group>
    </Group>
  );
}
