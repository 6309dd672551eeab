import { Alert, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ColumnLine } from "./ColumnLine";
import {
  canChange,
  type Import,
  useChange,
  useCommand,
  useDiscard,
  useImportFields,
} from "./imports";
import classes from "./imports.module.css";
import { useImportError } from "./problems";
import { RangeFields } from "./RangeFields";

/** Several columns may hold numbers; every other field has one column. */
const MANY = "contact.phones";

/** What each column of the file is taken for, which rows, and how a customer is recognised. */
export function ColumnsStep({ one }: { one: Import }) {
  const { t } = useTranslation();
  const tell = useImportError();
  const navigate = useNavigate();
  const fields = useImportFields(one.kind, one.purpose);
  const change = useChange(one.id);
  const command = useCommand(one.id);
  const discard = useDiscard(one.id);
  const open = canChange(one.state);
  const used = new Set(
    one.columns.flatMap((column) => (column.field && column.field !== MANY ? [column.field] : [])),
  );
  const mapped = one.columns.some((column) => column.field !== null);
  const error = change.error ?? command.error ?? discard.error;
  // Selects drawn before their choices are here would look as if nothing were matched.
  if (fields.length === 0) return <Skeleton h={420} aria-busy="true" />;
  return (
    <Stack gap="md">
      <RangeFields one={one} fields={fields} onChange={change.mutate} disabled={!open} />
      <div className={classes.columnsScroller}>
        <table className={classes.columns}>
          <thead>
            <tr>
              <th scope="col">{t("imports.column")}</th>
              <th scope="col">{t("imports.samples")}</th>
              <th scope="col">{t("imports.field")}</th>
              <th scope="col">{t("imports.rule")}</th>
              <th scope="col">
                <span className="heard-only">{t("common.more")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {one.columns.map((column) => (
              <ColumnLine
                key={column.letter}
                column={column}
                fields={fields}
                used={used}
                disabled={!open}
                deleting={one.purpose === "delete"}
                onChange={(choice) => change.mutate({ columns: [choice] })}
              />
            ))}
          </tbody>
        </table>
      </div>
      {error && (
        <Alert color="red" role="alert">
          {tell(error)}
        </Alert>
      )}
      {one.state === "draft" && (
        <Group gap="sm">
          <Button
            disabled={!mapped || change.isPending}
            title={mapped ? undefined : t("imports.nothingMapped")}
            loading={command.isPending}
            onClick={() => command.mutate("check")}
          >
            {t("imports.check")}
          </Button>
          <Button
            variant="default"
            loading={discard.isPending}
            onClick={() =>
              discard.mutate(undefined, { onSuccess: () => void navigate({ to: "/imports" }) })
            }
          >
            {t("common.cancelForm")}
          </Button>
          <Text size="xs" c="dimmed">
            {t("imports.checkHint")}
          </Text>
        </Group>
      )}
      {one.state === "checked" && (
        <Text size="xs" c="dimmed">
          {t("imports.changeHint")}
        </Text>
      )}
    </Stack>
  );
}
