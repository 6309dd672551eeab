import { Drawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./SidePanel.module.css";

interface Props {
  opened: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  wide?: boolean;
}

/** A panel at the side; what is behind it stays alive and can be used. */
export function SidePanel({ opened, onClose, title, children, wide = false }: Props) {
  const { t } = useTranslation();
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position="right"
      size={wide ? 560 : 440}
      trapFocus={false}
      lockScroll={false}
      closeOnClickOutside={false}
      keepMounted={false}
      classNames={{ content: classes.panel }}
    >
      <Drawer.Content data-side-panel={wide ? "wide" : "slim"}>
        <Drawer.Header>
          <Drawer.Title fw={600} lh={1.45} className="cut" title={title}>
            {title}
          </Drawer.Title>
          <Drawer.CloseButton aria-label={t("common.close")} />
        </Drawer.Header>
        <Drawer.Body>{children}</Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}
