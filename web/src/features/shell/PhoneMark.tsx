import { Tooltip } from "@mantine/core";
import { IconPhone, IconPhoneCall, IconPhoneIncoming, IconPhoneOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { PhoneView } from "@/api/types";
import { Mark, type Tone } from "@/components/Mark";
import { Timer } from "@/components/Timer";
import { useEntry, useLink } from "@/live/hooks";

const LOOKS: Record<PhoneView["state"], { tone: Tone; icon: typeof IconPhone }> = {
  no_extension: { tone: "calm", icon: IconPhoneOff },
  unregistered: { tone: "bad", icon: IconPhoneOff },
  idle: { tone: "ok", icon: IconPhone },
  ringing: { tone: "warn", icon: IconPhoneIncoming },
  talking: { tone: "info", icon: IconPhoneCall },
};

/** The agent's own phone as the PBX sees it, with how long it has been so. */
export function PhoneMark() {
  const { t } = useTranslation();
  const phone = useEntry<PhoneView>("me", "phone");
  const link = useLink();
  if (!phone) return null;
  // What was true before the link broke may be so no longer: say so rather than show it.
  if (link === "down") {
    return (
      <output aria-label={t("shell.phoneState")}>
        <Mark tone="calm" icon={<IconPhoneOff aria-hidden />}>
          {phone.extension} <span className="wide-only">{t("shell.pbxShort.unknown")}</span>
        </Mark>
      </output>
    );
  }
  const { tone, icon: Picture } = LOOKS[phone.state];
  const timed = phone.state === "ringing" || phone.state === "talking";
  const word = t(`shell.phone.${phone.state}`);
  const name = phone.extension ? t("shell.phoneOf", { extension: phone.extension }) : word;
  return (
    <Tooltip label={`${name}: ${word}`}>
      <output aria-label={t("shell.phoneState")}>
        <Mark tone={tone} icon={<Picture aria-hidden />}>
          {phone.extension && <span>{phone.extension} </span>}
          <span className="wide-only">{word}</span>
          {timed && (
            <>
              {" "}
              <Timer since={phone.since} />
            </>
          )}
        </Mark>
      </output>
    </Tooltip>
  );
}
