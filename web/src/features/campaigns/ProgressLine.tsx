import { Progress as Bar } from "@mantine/core";
import { IconPlayerPause, IconWaveSine } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CampaignState, Hold, Progress } from "@/api/types";
import { brief, clock, count, counted } from "@/components/format";
import { useNow } from "@/components/Timer";
import { useWords } from "@/i18n/words";
import classes from "./campaigns.module.css";

interface Props {
  state: CampaignState;
  progress: Progress;
  hold: Hold | undefined;
}

/** How far it is, and, when nothing is dialled, why and since when. */
export function ProgressLine({ state, progress, hold }: Props) {
  const { t } = useTranslation();
  const now = useNow(15_000);
  const left = progress.waiting + progress.calling;
  const share = (part: number): number =>
    progress.members === 0 ? 0 : (100 * part) / progress.members;
  return (
    <section className={classes.progress} aria-label={t("campaigns.progress")}>
      <Bar.Root size={6} aria-hidden="true">
        <Bar.Section value={share(progress.done)} color="petrol" />
        <Bar.Section value={share(progress.blocked)} color="red" />
        <Bar.Section value={share(progress.calling)} color="yellow" />
      </Bar.Root>
      <div className={classes.progressWords}>
        <strong>
          {t("campaigns.left", { left: count(left), members: count(progress.members) })}
        </strong>
        {progress.eta_at && <span>{t("campaigns.eta", { at: brief(progress.eta_at, now) })}</span>}
        <span>{t("campaigns.callingNow", counted(progress.calling))}</span>
        <span>{t("campaigns.pace", { n: count(progress.calls_per_second, 1) })}</span>
        {hold ? (
          <Why hold={hold} />
        ) : (
          state === "running" && (
            <span className={classes.dialling}>
              <IconWaveSine size={15} aria-hidden="true" />
              {t("campaigns.dialling")}
            </span>
          )
        )}
      </div>
    </section>
  );
}

function Why({ hold }: { hold: Hold }) {
  const { t } = useTranslation();
  const words = useWords();
  const now = useNow(15_000);
  const detail = typeof hold.params?.why === "string" ? words("pbxWhy", hold.params.why) : "";
  return (
    <output className={classes.hold} aria-label={t("campaigns.whyHeld")}>
      <IconPlayerPause size={15} aria-hidden="true" />
      <span>
        {words("holds", hold.code, { why: detail })}
        {hold.until && ` ${t("campaigns.until", { at: brief(hold.until, now) })}`}
        {` (${t("campaigns.since", { at: clock(hold.since) })})`}
      </span>
    </output>
  );
}
