import { Button, Tooltip } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import type { NumberBadge } from "@/api/types";
import { useMay } from "@/features/session/session";
import { useCalling } from "./CallsProvider";
import { useReasons } from "./reasons";

interface Props {
  badge: NumberBadge;
  phoneId?: number | undefined;
  number?: string | undefined;
  /** Beside the number in the button's name: whose it is. */
  name?: string | undefined;
  compact?: boolean;
}

/** "Gọi" beside a number. When it is off it stays in the tab order and says why. */
export function CallButton({ badge, phoneId, number, name, compact = false }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const { place, placing, obstacle } = useCalling();
  const reasons = useReasons();
  const whyId = useId();
  if (!may("call")) return null;
  const off = obstacle !== null || badge.verdict === "deny";
  const why = obstacle
    ? t(`calls.obstacle.${obstacle}`)
    : badge.verdict === "allow"
      ? t("calls.call", { number: badge.display })
      : reasons(badge.reasons).join(" ");
  const busy = placing === badge.display;
  return (
    <Tooltip label={why}>
      <Button
        size={compact ? "compact-xs" : "compact-sm"}
        variant={off ? "default" : "light"}
        leftSection={<IconPhone size={14} aria-hidden="true" />}
        aria-label={t("calls.callWhom", { number: badge.display, name: name ?? "" }).trim()}
        aria-describedby={whyId}
        aria-disabled={off}
        data-disabled={off || undefined}
        loading={busy}
        onClick={() => {
          if (off || busy) return;
          place({
            display: badge.display,
            ...(phoneId === undefined ? { number } : { phone_id: phoneId }),
          });
        }}
      >
        {t("calls.callShort")}
        <span id={whyId} className="heard-only">
          {why}
        </span>
      </Button>
    </Tooltip>
  );
}
