import { Button, Group, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Sheet } from "@/components/Sheet";

/** "Why was this call not placed?": by the attempt's id, as logs and the member's panel show it. */
export function FindAttempt() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [id, setId] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void navigate({ to: "/attempts/$attemptId", params: { attemptId: id.trim() } });
  };
  return (
    <Sheet title={t("attempts.find")}>
      <form onSubmit={submit}>
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t("attempts.id")}
            description={t("attempts.findHint")}
            inputWrapperOrder={["label", "input", "description"]}
            maxLength={64}
            value={id}
            onChange={(event) => setId(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" mb={22} disabled={!id.trim()}>
            {t("attempts.show")}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
