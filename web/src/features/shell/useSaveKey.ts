import { useHotkeys } from "@mantine/hooks";

function save(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat) return; // a box of its own has taken it
  const form = event.target instanceof Element ? event.target.closest("form") : null;
  const button = form?.querySelector<HTMLButtonElement>("button[type=submit]");
  if (!form || !button || button.disabled) return;
  event.preventDefault();
  form.requestSubmit(button);
}

/** Ctrl+Enter saves the form one types in, from any of its fields. */
export function useSaveKey(): void {
  useHotkeys([["mod+Enter", save, { preventDefault: false }]], []);
}
