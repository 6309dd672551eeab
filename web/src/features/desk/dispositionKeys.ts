import type { Disposition } from "@/api/types";

interface Pressed {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  target: EventTarget | null;
}

/** Whether keys go into a text just now. */
export function isTyping(target: EventTarget | null): boolean {
  if (!target || !("tagName" in target)) return false;
  const element = target as HTMLElement;
  if (element.isContentEditable) return true;
  if (element.tagName === "INPUT") {
    const { type } = element as HTMLInputElement;
    return !["checkbox", "radio", "button", "submit"].includes(type);
  }
  return element.tagName === "TEXTAREA" || element.tagName === "SELECT";
}

/** The disposition that a key stands for: 1–9 by position, never while typing. */
export function dispositionOfKey(pressed: Pressed, rows: Disposition[]): string | null {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return null;
  if (!/^[1-9]$/.test(pressed.key) || isTyping(pressed.target)) return null;
  return rows.find((row) => row.position === Number(pressed.key))?.code ?? null;
}
