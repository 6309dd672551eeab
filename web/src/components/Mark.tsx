import type { ReactNode } from "react";
import classes from "./Mark.module.css";

export type Tone = "ok" | "warn" | "bad" | "info" | "calm";

interface Props {
  tone: Tone;
  children: ReactNode;
  icon?: ReactNode;
  /** With a ground of its own, for headers and lists. */
  filled?: boolean;
  title?: string | undefined;
}

/** A state: always a word, with a dot or an icon in its colour. */
export function Mark({ tone, children, icon, filled = false, title }: Props) {
  return (
    <span className={classes.mark} data-tone={tone} data-filled={filled} title={title}>
      {icon ?? <span className={classes.dot} aria-hidden="true" />}
      <span className="cut">{children}</span>
    </span>
  );
}
