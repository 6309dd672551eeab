import { Title } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./Sheet.module.css";

interface Props {
  title?: string;
  actions?: ReactNode;
  children: ReactNode;
  flush?: boolean;
  className?: string | undefined;
}

/** A framed part of a page, with its name. */
export function Sheet({ title, actions, children, flush = false, className = "" }: Props) {
  const id = useId();
  return (
    <section className={`${classes.sheet} ${className}`} aria-labelledby={title ? id : undefined}>
      {title && (
        <header className={classes.head}>
          <Title order={2} id={id} className={classes.title}>
            {title}
          </Title>
          {actions}
        </header>
      )}
      <div className={classes.body} data-flush={flush}>
        {children}
      </div>
    </section>
  );
}
