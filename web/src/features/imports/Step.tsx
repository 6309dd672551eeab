import { UnstyledButton } from "@mantine/core";
import { IconCheck, IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import classes from "./imports.module.css";

interface Props {
  n: number;
  title: string;
  /** What was chosen, shown while the step is folded. */
  summary: string;
  state: "past" | "now" | "later";
  foldable?: boolean;
  children?: ReactNode;
}

/** One step of the wizard: open while it is its turn, folded before and after. */
export function Step({ n, title, summary, state, foldable = true, children }: Props) {
  const [opened, setOpened] = useState(false);
  const id = useId();
  const [was, setWas] = useState(state);
  if (was !== state) {
    // Its turn has come or is over: whatever was unfolded by hand folds again.
    setWas(state);
    setOpened(false);
  }
  const shown = state === "now" || (opened && state === "past");
  const canFold = foldable && state === "past";
  const Arrow = shown ? IconChevronDown : IconChevronRight;
  const head = (
    <>
      <span className={classes.number} data-state={state} aria-hidden="true">
        {state === "past" ? <IconCheck size={14} /> : n}
      </span>
      <span className={classes.stepTitle}>{title}</span>
      <span className={`cut ${classes.summary}`} title={summary}>
        {!shown && summary}
      </span>
      {canFold && <Arrow size={16} aria-hidden="true" />}
    </>
  );
  return (
    <li
      className={classes.step}
      data-state={state}
      aria-current={state === "now" ? "step" : undefined}
    >
      {canFold ? (
        <UnstyledButton
          className={classes.stepHead}
          aria-expanded={shown}
          aria-controls={id}
          onClick={() => setOpened(!opened)}
        >
          {head}
        </UnstyledButton>
      ) : (
        <div className={classes.stepHead}>{head}</div>
      )}
      {shown && children && (
        <section id={id} className={classes.stepBody} aria-label={title}>
          {children}
        </section>
      )}
    </li>
  );
}
