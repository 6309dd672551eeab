import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";
import { useMyCalls } from "@/features/calls/calls";
import { CallStrip } from "./CallStrip";
import { CallWork } from "./CallWork";
import classes from "./desk.module.css";
import { Idle } from "./Idle";
import { useChosenCall } from "./useChosenCall";

/** Where an agent takes and makes calls all day. */
export function DeskPage() {
  const { t } = useTranslation();
  const calls = useMyCalls();
  const [chosen, choose] = useChosenCall(calls);
  return (
    <Page title={t("desk.title")}>
      {chosen ? (
        <>
          <CallStrip calls={calls} chosen={chosen} onChoose={choose} />
          {calls.map((call) => (
            // The others stay as they are, with whatever is half typed in their forms.
            <div key={call.id} className={classes.work} hidden={call.id !== chosen.id}>
              <CallWork call={call} active={call.id === chosen.id} />
            </div>
          ))}
        </>
      ) : (
        <Idle />
      )}
    </Page>
  );
}
