import { Drawer } from "@mantine/core";
import { type ReactNode, useEffect, useRef } from "react";
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
      <Drawer.Content data-side-panel={wide ? "wide" : "slim"} tabIndex={-1}>
        <Drawer.Header>
          <Drawer.Title fw={600} lh={1.45} className="cut" title={title}>
            {title}
          </Drawer.Title>
          <Drawer.CloseButton aria-label={t("common.close")} />
        </Drawer.Header>
        <Drawer.Body>
          <TakeFocus />
          {children}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

const KINDS = ["input:not([type])", "input[type=text]", "input[type=search]", "textarea"];
const TYPED = KINDS.map((kind) => `${kind}:not([readonly], [aria-haspopup], [role])`).join();

/** Who opens a panel by a button goes on in it by keyboard, and back when it closes. */
function TakeFocus() {
  const mark = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const panel = mark.current?.closest<HTMLElement>("[data-side-panel]");
    const opener = document.activeElement;
    // Of a list the keys stay with its rows, which lead on from one panel to the next.
    if (!panel || panel.contains(opener) || opener?.matches("tr, [role=row]")) return;
    const field = opener?.matches("button, a") && panel.querySelector<HTMLElement>(TYPED);
    (field || panel).focus({ preventScroll: true });
    return () => {
      const isLost = document.activeElement === document.body;
      const isInside = panel.contains(document.activeElement);
      if ((isLost || isInside) && opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return <span ref={mark} hidden />;
}
