import { Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconBan, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { NumberBadge } from "@/api/types";
import { Mark, type Tone } from "@/components/Mark";
import { useWords } from "@/i18n/words";
import { useReasons } from "./reasons";

const LOOKS: Record<string, { tone: Tone; icon: typeof IconBan }> = {
  allow: { tone: "ok", icon: IconCircleCheck },
  confirm: { tone: "warn", icon: IconAlertTriangle },
  deny: { tone: "bad", icon: IconBan },
};

/** What the gate says of a number before the click: short in place, whole on hover and focus. */
export function GateMark({ badge }: { badge: NumberBadge }) {
  const { t } = useTranslation();
  const words = useWords();
  const reasons = useReasons();
  const { tone, icon: Picture } = LOOKS[badge.verdict] ?? { tone: "calm", icon: IconBan };
  const first = badge.reasons[0];
  const short = first ? words("reasonsShort", first) : t("calls.allowed");
  return (
    <Tooltip label={reasons(badge.reasons).join(" ") || t("calls.allowedWhy")}>
      <span style={{ display: "inline-flex", minWidth: 0 }}>
        <Mark tone={tone} icon={<Picture aria-hidden />}>
          {short}
        </Mark>
      </span>
    </Tooltip>
  );
}
