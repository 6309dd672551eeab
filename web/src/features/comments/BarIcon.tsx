import { ActionIcon, Tooltip } from "@mantine/core";
import type { Icon } from "@tabler/icons-react";
import type { ComponentPropsWithRef } from "react";

interface Props extends ComponentPropsWithRef<"button"> {
  icon: Icon;
  label: string;
  /** Why it can't be used now; it still takes the focus, to say so. */
  off?: string | undefined;
  busy?: boolean;
}

/** One icon of the comment bar, with its name. */
export function BarIcon({ icon: Picture, label, off, busy = false, onClick, ...rest }: Props) {
  return (
    <Tooltip label={off ?? label} events={{ hover: true, focus: true, touch: false }}>
      <ActionIcon
        {...rest}
        variant="subtle"
        color="gray"
        aria-label={off ? `${label}: ${off}` : label}
        aria-disabled={off !== undefined}
        data-disabled={off !== undefined || undefined}
        loading={busy}
        onClick={(event) => off === undefined && onClick?.(event)}
      >
        <Picture size={17} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  );
}
