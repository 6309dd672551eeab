import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { whenSignedOut } from "@/api/client";
import { CallsProvider } from "@/features/calls/CallsProvider";
import { useSession } from "@/features/session/session";
import { useFreshRights } from "@/features/session/useFreshRights";
import { live } from "@/live/link";
import { CallBar } from "./CallBar";
import { KeysHelp } from "./KeysHelp";
import { Palette } from "./Palette";
import { Rail } from "./Rail";
import classes from "./Shell.module.css";
import { TopBar } from "./TopBar";
import { useLateRefusals } from "./useLateRefusals";
import { useSaveKey } from "./useSaveKey";

function leave(): void {
  live.stop();
  const here = location.pathname + location.search;
  location.assign(`/login?next=${encodeURIComponent(here)}`);
}

/** What frames every page of a signed-in user; holds the tab's live link. */
export function Shell() {
  const { t } = useTranslation();
  const session = useSession();
  const signedIn = session !== null;
  useEffect(() => {
    if (!signedIn) return;
    whenSignedOut(leave);
    live.onSignedOut = leave;
    live.start();
    return () => live.stop();
  }, [signedIn]);
  if (!signedIn) return null;
  return (
    <CallsProvider>
      <Hearing />
      <div className={classes.shell}>
        <a href="#main" className={classes.skip}>
          {t("shell.skip")}
        </a>
        <Rail />
        <TopBar />
        <CallBar />
        <main id="main" className={classes.main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <Palette />
      <KeysHelp />
    </CallsProvider>
  );
}

/** What is heard wherever one is; beneath the shell alone, where there is a live link. */
function Hearing() {
  useFreshRights();
  useLateRefusals();
  useSaveKey();
  return null;
}
