import { Popover } from "@mantine/core";
import { IconHeartHandshake, IconUserShare } from "@tabler/icons-react";
import { type FocusEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { tellDone, useTellProblem } from "@/components/problem";
import { useChangeCustomer } from "@/features/contacts/customers";
import { useFieldRules } from "@/features/contacts/fields";
import { CatalogueSelect } from "@/features/contacts/form/CatalogueSelect";
import { OwnerSelect } from "@/features/contacts/OwnerSelect";
import { BarIcon } from "./BarIcon";

interface Props {
  customer: Customer;
  what: "relationship" | "owner";
  off?: string | undefined;
}

const ICONS = { relationship: IconHeartHandshake, owner: IconUserShare };

/** Relationship or owner, changed beside the comment that says why (R195). */
export function ChangeHere({ customer, what, off }: Props) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const rules = useFieldRules();
  const change = useChangeCustomer(customer.id);
  const [opened, setOpened] = useState(false);
  const save = (part: { relationship_id: number | null } | { owner_id: number | null }): void => {
    setOpened(false);
    change.mutate(
      { ...part, version: customer.version },
      { onSuccess: () => tellDone(t(`comments.changed.${what}`)), onError: tell },
    );
  };
  const shared = {
    "data-autofocus": true,
    w: 260,
    maw: "80vw",
    // A few letters and Enter are enough; they replace what is there.
    selectFirstOptionOnChange: true,
    onFocus: (event: FocusEvent<HTMLInputElement>) => event.currentTarget.select(),
    comboboxProps: { withinPortal: false }, // a click in the list is a click in here
  };
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="top-start"
      trapFocus
      returnFocus
      withArrow
    >
      <Popover.Target>
        <BarIcon
          icon={ICONS[what]}
          label={t(`comments.change.${what}`)}
          off={off}
          busy={change.isPending}
          onClick={() => setOpened(!opened)}
        />
      </Popover.Target>
      <Popover.Dropdown>
        {what === "relationship" ? (
          <CatalogueSelect
            {...shared}
            label={t("codes.fieldNames.relationship")}
            clearable={!rules.isRequired("relationship")}
            options={rules.field("relationship")?.options}
            value={customer.relationship_id}
            onChange={(relationship_id) => save({ relationship_id })}
          />
        ) : (
          <OwnerSelect
            {...shared}
            value={customer.owner?.id ?? null}
            onChange={(owner_id) => save({ owner_id })}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
