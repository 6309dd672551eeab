import type { ReactNode } from "react";
import classes from "./ListFrame.module.css";
import { Page } from "./Page";

interface Props {
  title: string;
  aside?: ReactNode;
  actions?: ReactNode;
  filters: ReactNode;
  children: ReactNode;
}

/** A page that is one list: its filters above, the list in the rest of the window. */
export function ListFrame({ title, aside, actions, filters, children }: Props) {
  return (
    <Page title={title} aside={aside} actions={actions} fill>
      <div className={classes.filters}>{filters}</div>
      <div className={classes.list}>{children}</div>
    </Page>
  );
}
