import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";
import { useMyCalls } from "@/features/calls/calls";
import { CallStrip } from "./CallStrip";
import { CallWork } from "./CallWork";
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
          <CallWork key={chosen.id} call={chosen} />
        </>
      ) : (
        <Idle />
      )}
    </Page>
  );
}
