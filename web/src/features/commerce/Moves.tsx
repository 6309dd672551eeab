import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Kind, STATUSES, type Status } from "./kinds";

interface Props {
  kind: Kind;
  status: Status;
  moves: readonly Status[];
  /** Where it is going; null: something else is being saved; undefined: nothing. */
  pending: Status | null | undefined;
  onMove: (status: Status) => void;
}

/** Where a document can go from here, forward first; cancelling is asked twice. */
export function Moves({ kind, status: now, moves, pending, onMove }: Props) {
  const { t } = useTranslation();
  const [sure, setSure] = useState(false);
  const asked = (status: Status): boolean => status === "cancelled" && sure;
  const place = (status: Status): number => STATUSES[kind].indexOf(status);
  const isBack = (status: Status): boolean => place(status) < place(now);
  const nameOf = (status: Status): string => {
    if (asked(status)) return t("commerce.sure");
    if (isBack(status)) return t("commerce.back", { status: t(`commerce.statuses.${status}`) });
    return t(`commerce.moves.${status}`);
  };
  const isForward = (status: Status): boolean => status !== "cancelled" && !isBack(status);
  const move = (status: Status): void => {
    setSure(status === "cancelled" && !sure);
    if (status !== "cancelled" || sure) onMove(status);
  };
  if (moves.length === 0) return null;
  return (
    <Group gap="xs" role="group" aria-label={t("commerce.move")}>
      {moves.map((status) => (
        <Button
          key={status}
          size="compact-sm"
          variant={isForward(status) || asked(status) ? "light" : "default"}
          {...(asked(status) ? { color: "red" } : {})}
          loading={pending === status}
          disabled={pending !== undefined}
          onClick={() => move(status)}
          onBlur={() => setSure(false)}
        >
          {nameOf(status)}
        </Button>
      ))}
    </Group>
  );
}
