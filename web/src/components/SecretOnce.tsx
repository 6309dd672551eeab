import { Alert, Button, CopyButton, TextInput } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** A secret that is shown this once: to be copied now. */
export function SecretOnce({ secret, label }: { secret: string; label: string }) {
  const { t } = useTranslation();
  return (
    <Alert color="yellow" title={t("common.secretOnce")}>
      <TextInput
        label={label}
        value={secret}
        readOnly
        onFocus={(event) => event.currentTarget.select()}
        styles={{ input: { fontFamily: "monospace" } }}
      />
      <CopyButton value={secret}>
        {({ copied, copy }) => (
          <Button
            mt="xs"
            size="xs"
            variant="default"
            onClick={copy}
            leftSection={
              copied ? (
                <IconCheck size={14} aria-hidden="true" />
              ) : (
                <IconCopy size={14} aria-hidden="true" />
              )
            }
          >
            {t(copied ? "common.copied" : "common.copy")}
          </Button>
        )}
      </CopyButton>
    </Alert>
  );
}
