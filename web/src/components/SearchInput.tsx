import { CloseButton, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

interface Props {
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  label: string;
  w?: number | string;
}

/** Search as you type; the address changes when the typing rests. */
export function SearchInput({ value, onChange, label, w = 260 }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value ?? "");
  const sent = useRef(value ?? "");
  const send = useDebouncedCallback((next: string) => {
    sent.current = next;
    onChange(next.trim() === "" ? undefined : next.trim());
  }, 250);
  useEffect(() => {
    // The address changed from outside: a link, or the back button.
    if ((value ?? "") !== sent.current.trim()) {
      sent.current = value ?? "";
      setTyped(value ?? "");
    }
  }, [value]);
  const change = (next: string): void => {
    setTyped(next);
    send(next);
  };
  return (
    <TextInput
      type="search"
      data-list-search
      w={w}
      maw="100%"
      value={typed}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={15} aria-hidden="true" />}
      rightSection={
        typed && <CloseButton size="sm" aria-label={t("common.clear")} onClick={() => change("")} />
      }
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        // On to the rows: from here on j, k and the arrows are theirs.
        const done = event.key === "Enter" || (event.key === "Escape" && typed === "");
        if (done) event.currentTarget.blur();
      }}
    />
  );
}
