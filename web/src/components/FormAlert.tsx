import { Alert, type AlertProps } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./FormAlert.module.css";

interface Props extends Pick<AlertProps, "color" | "title"> {
  children?: ReactNode;
}

/** Why a form was not saved. It comes into sight: below the fold, a button seems to do nothing. */
export function FormAlert(props: Props) {
  const alert = useRef<HTMLDivElement>(null);
  const tellsMore = Boolean(props.children);
  // A way on may be offered only later, when what it needs was read.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it has grown by what it tells
  useEffect(() => {
    alert.current?.scrollIntoView({ block: "nearest" });
  }, [tellsMore]);
  return <Alert ref={alert} role="alert" className={classes.alert} {...props} />;
}
