import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FormAlert } from "./FormAlert";
import { isConflict, useProblem } from "./problem";

interface Props {
  error: unknown;
  /** Puts what somebody else saved meanwhile under the form; undefined: cannot be done here. */
  onTakeNew?: (() => void) | undefined;
}

/** Why a form was not saved; was somebody else faster, nothing is wrong, and there is a way on. */
export function FormError({ error, onTakeNew }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  if (!error) return null;
  if (!isConflict(error)) {
    return (
      <FormAlert key={problem(error)} color="red">
        {problem(error)}
      </FormAlert>
    );
  }
  return (
    <FormAlert color="yellow" title={problem(error)}>
      {onTakeNew && (
        <>
          <Text size="sm">{t("common.takeNewHint")}</Text>
          <Button mt="xs" size="xs" variant="default" onClick={onTakeNew}>
            {t("common.takeNew")}
          </Button>
        </>
      )}
    </FormAlert>
  );
}
