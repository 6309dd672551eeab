import { Kbd, Modal, Table } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";

const KEYS = [
  { keys: ["Ctrl", "K"], does: "search" },
  { keys: ["?"], does: "help" },
  { keys: ["Ctrl", "Enter"], does: "save" },
  { keys: ["1", "…", "9"], does: "disposition" },
  { keys: ["/"], does: "find" },
  { keys: ["j", "k", "↑", "↓"], does: "move" },
  { keys: ["Enter"], does: "open" },
  { keys: ["x"], does: "tick" },
  { keys: ["Alt", "↑", "↓"], does: "beside" },
  { keys: ["Esc"], does: "close" },
] as const;

let shown = false;
const listeners = new Set<() => void>();

function show(next: boolean): void {
  shown = next;
  for (const listener of listeners) listener();
}

export const openKeysHelp = (): void => show(true);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The list of keys; `?` opens it, never while typing. */
export function KeysHelp() {
  const { t } = useTranslation();
  const opened = useSyncExternalStore(subscribe, () => shown);
  // "?" stands on different keys of different layouts: the character counts, not the key.
  useHotkeys([
    ["shift+?", openKeysHelp],
    ["?", openKeysHelp],
  ]);
  return (
    <Modal
      opened={opened}
      onClose={() => show(false)}
      title={t("shell.keys")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Table>
        <Table.Tbody>
          {KEYS.map(({ keys, does }) => (
            <Table.Tr key={does}>
              <Table.Td w={140}>
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{t(`shell.key.${does}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
