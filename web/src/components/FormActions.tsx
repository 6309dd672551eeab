import { Button, Group } from "@mantine/core";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import classes from "./FormActions.module.css";
import { FormError } from "./FormError";

interface Props {
  /** What the button says that saves. */
  submit: string;
  pending: boolean;
  onCancel: () => void;
  /** Why it was not saved, said where one has just clicked. */
  error?: unknown;
  /** Somebody else was faster: what they saved, put under what was typed. */
  onTakeNew?: (() => void) | undefined;
  disabled?: boolean;
  /** Why the button is off. */
  why?: string | undefined;
  color?: string;
  /** Always in sight, however long the form. */
  sticky?: boolean;
  /** At the other end of the row: what else can be done. */
  children?: ReactNode;
}

/** How a form ends: one button saves, "Hủy bỏ" discards (R022); above them, what went wrong. */
export function FormActions({ submit, pending, onCancel, error, sticky, ...rest }: Props) {
  const { t } = useTranslation();
  const actions = useRef<HTMLDivElement>(null);
  useFirstWrong(actions);
  return (
    <>
      <FormError error={error} onTakeNew={rest.onTakeNew} />
      <Group
        ref={actions}
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
            title={rest.disabled ? rest.why : undefined}
            {...(rest.color ? { color: rest.color } : {})}
          >
            {submit}
          </Button>
        </Group>
      </Group>
    </>
  );
}

/** Who wanted to save goes on in the first field that is wrong: it may be out of sight. */
function useFirstWrong(actions: RefObject<HTMLElement | null>): void {
  const isAsked = useRef(false);
  useEffect(() => {
    const form = actions.current?.closest("form");
    const ask = ({ type }: Event): void => {
      isAsked.current = type === "submit";
    };
    form?.addEventListener("submit", ask);
    form?.addEventListener("input", ask);
    return () => {
      form?.removeEventListener("submit", ask);
      form?.removeEventListener("input", ask);
    };
  }, [actions]);
  // What is wrong is known with some later render: at once, or when the server has answered.
  useEffect(() => {
    if (!isAsked.current) return;
    const form = actions.current?.closest("form");
    const wrong = form?.querySelector<HTMLElement>("[aria-invalid=true]:not(:disabled)");
    if (!wrong) return;
    isAsked.current = false;
    wrong.focus();
  });
}
