import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import type { DuplicateMatch } from "@/api/types";
import { FormAlert } from "@/components/FormAlert";
import { useFieldLabel } from "../fields";
import classes from "./form.module.css";

interface Props {
  error: unknown;
  pending: boolean;
  /** Save all the same; only where the rule warns. */
  onConfirm: () => void;
  /** What going on is called, when it is not saving. */
  confirm?: string;
}

/** Whether an error is about duplicates, which have words of their own. */
export const isDuplicate = (error: unknown): error is ApiError =>
  error instanceof ApiError &&
  (error.code === "customer.duplicate" || error.code === "customer.duplicate_suspected");

/** R122, R123: what is there already, in whom, and whose; a warning can be passed over. */
export function DuplicateNotice({ error, pending, onConfirm, confirm }: Props) {
  const { t } = useTranslation();
  const labelOf = useFieldLabel();
  if (!isDuplicate(error)) return null;
  const matches = (error.params.matches ?? []) as DuplicateMatch[];
  const mayConfirm = error.code === "customer.duplicate_suspected";
  return (
    <FormAlert
      color={mayConfirm ? "yellow" : "red"}
      title={t(mayConfirm ? "contacts.form.duplicateAsk" : "contacts.form.duplicateBlock")}
    >
      <ul className={classes.told}>
        {matches.map((one) => (
          <li key={`${one.field}/${one.code}`}>
            {t("contacts.form.duplicate", {
              field: labelOf(one.field),
              customer: one.customer,
              owner: one.owner ?? t("contacts.nobody"),
            })}
            {one.customer_id !== null && (
              <>
                {" "}
                <Link
                  to="/customers/$customerId"
                  params={{ customerId: String(one.customer_id) }}
                  target="_blank"
                >
                  {t("contacts.form.openDuplicate", { code: one.code })}
                </Link>
              </>
            )}
          </li>
        ))}
      </ul>
      {mayConfirm && (
        <Button mt="xs" variant="default" loading={pending} onClick={onConfirm}>
          {confirm ?? t("contacts.form.saveAnyway")}
        </Button>
      )}
    </FormAlert>
  );
}
