import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Status } from "./kinds";

interface Props {
  moves: readonly Status[];
  /** Where it is going; null: something else is being saved; undefined: nothing. */
  pending: Status | null | undefined;
  onMove: (status: Status) => void;
}

/** Where a document can go from here, forward first; cancelling is asked twice. */
export function Moves({ moves, pending, onMove }: Props) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const asked = (status: Status): boolean => status === "cancelled" && sure;
  const move = (status: Status): void => {
    setSure(status === "cancelled" && !sure);
    if (status !== "cancelled" || sure) onMove(status);
  };
  if (moves.length === 0) return null;
  return (
    <Group gap="xs" role="group" aria-label={t("commerce.move")}>
      {moves.map((status, at) => (
        <Button
          key={status}
          size="compact-sm"
          variant={at === 0 || asked(status) ? "light" : "default"}
          {...(asked(status) ? { color: "red" } : {})}
          loading={pending === status}
          disabled={pending !== undefined}
          onClick={() => move(status)}
          onBlur={() => setSure(false)}
        >
          {asked(status) ? t("commerce.sure") : t(`commerce.moves.${status}`)}
        </Button>
      ))}
    </Group>
  );
}
