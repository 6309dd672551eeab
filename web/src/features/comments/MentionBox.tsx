import { Combobox, Textarea, useCombobox } from "@mantine/core";
import { getHotkeyHandler } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEverybody } from "@/features/contacts/everybody";
import { type Mention, useMentionable } from "./comments";
import { complete, findMeant, findTyped, findUnseeing } from "./mentions";

interface Props {
  customerId: number;
  label: string;
  placeholder?: string;
  value: string;
  onChange: (text: string) => void;
  onSend: () => void;
  onEscape?: () => void;
  autoFocus?: boolean;
}

/** Why nobody is offered: a colleague of that name does not see the customer, or there is none. */
function Nobody({ typed, seeing }: { typed: string; seeing: readonly Mention[] }) {
  const { t } = useTranslation();
  const everybody = useEverybody();
  if (everybody.length === 0) return null; // not read yet
  const names = findUnseeing(everybody, seeing, typed);
  return (
    <Combobox.Empty role="status">
      {names.length > 0
        ? t("comments.unseeing", { names: names.join(", ") })
        : t("comments.nobodyNamed", { typed })}
    </Combobox.Empty>
  );
}

/** A text in which @ offers the colleagues who see the customer; Ctrl+Enter sends. */
export function MentionBox(props: Props) {
  const { t } = useTranslation();
  const { value, onChange, onSend, onEscape } = props;
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const [asked, setAsked] = useState(false);
  const people = useMentionable(props.customerId, asked);
  const combobox = useCombobox();
  const typed = findTyped(value, caret);
  const meant = typed === null || !people ? [] : findMeant(people, typed);
  const offered = combobox.dropdownOpened && meant.length > 0;
  const nobody = combobox.dropdownOpened && people && typed && !offered;
  const { selectFirstOption } = combobox;
  // Enter takes the best match, as everywhere where one is mentioned by @.
  // biome-ignore lint/correctness/useExhaustiveDependencies: anew for each letter
  useEffect(() => {
    if (offered) selectFirstOption();
  }, [offered, typed, meant.length]);
  const look = (text: string, at: number): void => {
    setCaret(at);
    if (findTyped(text, at) === null) {
      combobox.closeDropdown();
      return;
    }
    setAsked(true);
    combobox.openDropdown();
  };
  const choose = (account: string): void => {
    const next = complete(value, caret, account);
    onChange(next.text);
    setCaret(next.caret);
    combobox.closeDropdown();
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret));
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal position="top-start">
      <Combobox.Target withKeyboardNavigation={offered} withAriaAttributes={offered}>
        <Textarea
          ref={field}
          label={props.label}
          placeholder={props.placeholder}
          autosize
          minRows={2}
          maxRows={10}
          maxLength={10_000}
          data-autofocus={props.autoFocus}
          value={value}
          onChange={(event) => {
            const { value: text, selectionStart } = event.currentTarget;
            onChange(text);
            look(text, selectionStart);
          }}
          onClick={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={getHotkeyHandler([
            ["mod+Enter", onSend],
            ["Escape", () => (offered || nobody ? combobox.closeDropdown() : onEscape?.())],
          ])}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!offered && !nobody}>
        {nobody && <Nobody typed={typed} seeing={people} />}
        <Combobox.Options aria-label={t("comments.mentionList")}>
          {meant.map((one) => (
            <Combobox.Option key={one.id} value={one.account}>
              {one.name} <span>@{one.account}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
