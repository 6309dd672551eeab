import { Button, Menu, Stack, TextInput, UnstyledButton } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { put } from "@/api/client";
import type { PresenceForm, PresenceView } from "@/api/types";
import { Mark, type Tone } from "@/components/Mark";
import { useTellProblem } from "@/components/problem";
import { Timer } from "@/components/Timer";
import { useEntry } from "@/live/hooks";
import classes from "./Shell.module.css";

const TONES: Record<PresenceView["presence"], Tone> = {
  ready: "ok",
  paused: "warn",
  offline: "calm",
};
const REASONS = ["break", "lunch", "meeting", "training", "paperwork"] as const;

/** Ready, paused (with a reason), or offline; the state comes back over the live topic. */
export function PresenceMenu() {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const [opened, setOpened] = useState(false);
  const [other, setOther] = useState("");
  const mine = useEntry<PresenceView>("me", "presence");
  const change = useMutation({
    mutationFn: (form: PresenceForm) => put<PresenceView>("/me/presence", form),
    onError: tell,
  });
  if (!mine) return null;
  const set = (form: PresenceForm): void => {
    change.mutate(form);
    setOpened(false);
    setOther("");
  };
  const pauseForOther = (event: FormEvent): void => {
    event.preventDefault();
    if (other.trim()) set({ presence: "paused", reason: other.trim() });
  };
  return (
    <Menu opened={opened} onChange={setOpened} position="bottom-end" width={240} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.menuButton}>
          <span className="heard-only">{t("shell.presence")}: </span>
          <Mark tone={TONES[mine.presence]} title={mine.reason ?? undefined}>
            <span className="wide-only">{t(`shell.presenceIs.${mine.presence}`)} </span>
            {mine.reason && <span className="wide-only">({mine.reason}) </span>}
            <Timer since={mine.since} />
          </Mark>
          <IconChevronDown size={14} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => set({ presence: "ready" })}>
          <Mark tone="ok">{t("shell.presenceIs.ready")}</Mark>
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("shell.pauseFor")}</Menu.Label>
        {REASONS.map((reason) => (
          <Menu.Item
            key={reason}
            onClick={() => set({ presence: "paused", reason: t(`shell.pause.${reason}`) })}
          >
            <Mark tone="warn">{t(`shell.pause.${reason}`)}</Mark>
          </Menu.Item>
        ))}
        <form onSubmit={pauseForOther}>
          <Stack gap={6} px="xs" py={4}>
            <TextInput
              size="xs"
              aria-label={t("shell.otherReason")}
              placeholder={t("shell.otherReason")}
              maxLength={200}
              value={other}
              onKeyDown={(event) => event.stopPropagation()}
              onChange={(event) => setOther(event.currentTarget.value)}
            />
            <Button type="submit" variant="default" disabled={!other.trim()}>
              {t("shell.presenceIs.paused")}
            </Button>
          </Stack>
        </form>
        <Menu.Divider />
        <Menu.Item onClick={() => set({ presence: "offline" })}>
          <Mark tone="calm">{t("shell.presenceIs.offline")}</Mark>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
