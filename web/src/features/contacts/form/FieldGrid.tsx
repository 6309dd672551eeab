import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./form.module.css";

/** A named group of fields, in two columns where there is room. */
export function FieldGrid({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <fieldset className={classes.group}>
      {title && (
        <Text component="legend" className={classes.legend}>
          {title}
        </Text>
      )}
      <div className={classes.grid}>{children}</div>
    </fieldset>
  );
}
