import { Link, useLocation } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CallStateMark } from "@/features/calls/CallStateMark";
import { callTitle, useMyCalls } from "@/features/calls/calls";
import classes from "./Shell.module.css";

/** Calls of mine, while I am elsewhere than at the desk: a way there, never a jump. */
export function CallBar() {
  const { t } = useTranslation();
  const calls = useMyCalls();
  const atDesk = useLocation({ select: ({ pathname }) => pathname === "/desk" });
  if (atDesk || calls.length === 0) return null;
  return (
    <section className={classes.calls} aria-label={t("shell.myCalls")} aria-live="polite">
      {calls.map((call) => (
        <Link
          key={call.id}
          to="/desk"
          className={classes.callLink}
          onClick={() => sessionStorage.setItem("cti.desk.call", call.id)}
        >
          <CallStateMark call={call} />
          <strong className="cut">{callTitle(call, t("calls.unknownNumber"))}</strong>
          <span>{t("shell.toDesk")}</span>
        </Link>
      ))}
    </section>
  );
}
