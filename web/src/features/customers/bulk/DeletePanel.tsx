import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FormError } from "@/components/FormError";
import { counted } from "@/components/format";
import { asBody, type BulkJob, type Selection, useStart } from "./bulk";

interface Props {
  selection: Selection;
  count: number;
  shown: string;
  onStarted: (job: BulkJob) => void;
}

/** Hide many customers; two presses. */
export function DeletePanel({ selection, shown, onStarted }: Props) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const start = useStart();
  const press = (): void => {
    if (!sure) {
      setSure(true);
      return;
    }
    start.mutate(
      { path: "/customers/bulk/delete", body: { selection: asBody(selection) } },
      { onSuccess: onStarted },
    );
  };
  return (
    <Stack gap="sm">
      <Alert color="orange" icon={<IconAlertTriangle aria-hidden="true" />}>
        <Text size="sm">{t("bulk.deleteHint", counted(shown))}</Text>
      </Alert>
      <FormError error={start.error} />
      <Button color="red" loading={start.isPending} onClick={press}>
        {sure ? t("contacts.deleteSure") : t("bulk.deleteSend", counted(shown))}
      </Button>
    </Stack>
  );
}
