import { Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import classes from "./Page.module.css";

interface Props {
  title: string;
  /** Beside the title: a state. */
  aside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** The page fills the window's height and scrolls inside: lists. */
  fill?: boolean;
}

export function Page({ title, aside, actions, children, fill = false }: Props) {
  useEffect(() => {
    document.title = `${title} · CTI`;
  }, [title]);
  return (
    <div className={classes.page} data-fill={fill}>
      <header className={classes.head}>
        <div className={classes.title}>
          <Title order={1} size="h4" className="cut" title={title}>
            {title}
          </Title>
          {aside}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
