import { Tooltip } from "@mantine/core";
import { IconCloud, IconCloudOff, IconPhoneCheck, IconPhoneX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { LinkView } from "@/api/types";
import { Mark, type Tone } from "@/components/Mark";
import { useWords } from "@/i18n/words";
import { useEntry, useLink } from "@/live/hooks";
import type { LinkState } from "@/live/link";

const TONES: Record<LinkState, Tone> = {
  idle: "calm",
  connecting: "calm",
  up: "ok",
  down: "bad",
};

/** The link to the server, and beside it the server's link to the PBX: they fail apart. */
export function Links() {
  const { t } = useTranslation();
  const words = useWords();
  const server = useLink();
  const pbx = useEntry<LinkView>("me", "pbx");
  const phoneLink = server !== "up" || !pbx ? "unknown" : pbx.up ? "up" : "down";
  const why = pbx?.why ? ` ${words("pbxWhy", pbx.why)}` : "";
  const pbxTone: Tone = phoneLink === "up" ? "ok" : phoneLink === "down" ? "bad" : "calm";
  return (
    <>
      <Tooltip label={t(`shell.server.${server}`)}>
        <output aria-label={t("shell.serverLink")}>
          <Mark
            tone={TONES[server]}
            icon={server === "down" ? <IconCloudOff aria-hidden /> : <IconCloud aria-hidden />}
          >
            <LinkWord quiet={server === "up"} name={t("shell.serverName")}>
              {t(`shell.serverShort.${server}`)}
            </LinkWord>
          </Mark>
        </output>
      </Tooltip>
      <Tooltip label={t(`shell.pbx.${phoneLink}`) + why}>
        <output aria-label={t("shell.pbxLink")}>
          <Mark
            tone={pbxTone}
            icon={
              phoneLink === "down" ? <IconPhoneX aria-hidden /> : <IconPhoneCheck aria-hidden />
            }
          >
            <LinkWord quiet={phoneLink === "up"} name={t("shell.pbxName")}>
              {t(`shell.pbxShort.${phoneLink}`)}
            </LinkWord>
          </Mark>
        </output>
      </Tooltip>
    </>
  );
}

interface WordProps {
  name: string;
  /** All is well: on a narrow window the icon is enough. */
  quiet: boolean;
  children: string;
}

function LinkWord({ name, quiet, children }: WordProps) {
  return (
    <>
      <span className={quiet ? "wide-only" : undefined}>{name}</span>
      <span className={quiet ? "heard-only" : "wide-only"}> {children}</span>
    </>
  );
}
