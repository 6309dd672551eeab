import { Button, Stack, Text, Title } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useProblem } from "./problem";

interface Props {
  error: unknown;
  retry?: (() => void) | undefined;
  reset?: (() => void) | undefined;
}

/** Something could not be loaded: what, and a way to try again. */
export function Failed({ error, retry, reset }: Props) {
  const { t } = useTranslation();
  const problem = useProblem();
  const again = retry ?? reset;
  return (
    <Stack align="center" gap="xs" py="xl" role="alert">
      <IconPlugConnectedX size={32} stroke={1.5} aria-hidden="true" />
      <Title order={2} size="h5">
        {t("common.failed")}
      </Title>
      <Text c="dimmed" ta="center">
        {problem(error)}
      </Text>
      {again && (
        <Button variant="default" onClick={() => again()}>
          {t("common.tryAgain")}
        </Button>
      )}
    </Stack>
  );
}
