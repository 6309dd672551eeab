import { Alert, Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./FormActions.module.css";
import { useProblem } from "./problem";

interface Props {
  /** What the button says that saves. */
  submit: string;
  pending: boolean;
  onCancel: () => void;
  /** Why it was not saved, said where one has just clicked. */
  error?: unknown;
  disabled?: boolean;
  color?: string;
  /** Always in sight, however long the form. */
  sticky?: boolean;
  /** At the other end of the row: what else can be done. */
  children?: ReactNode;
}

/** How a form ends: one button saves, "Hủy bỏ" discards (R022); above them, what went wrong. */
export function FormActions({ submit, pending, onCancel, error, sticky, ...rest }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  return (
    <>
      {Boolean(error) && (
        <Alert color="red" role="alert">
          {problem(error)}
        </Alert>
      )}
      <Group
        justify="space-between"
        align="start"
        gap="xs"
        className={sticky ? classes.sticky : undefined}
      >
        {rest.children ?? <span />}
        <Group gap="xs">
          <Button variant="default" onClick={onCancel}>
            {t("common.cancelForm")}
          </Button>
          <Button
            type="submit"
            loading={pending}
            disabled={rest.disabled ?? false}
            {...(rest.color ? { color: rest.color } : {})}
          >
            {submit}
          </Button>
        </Group>
      </Group>
    </>
  );
}
