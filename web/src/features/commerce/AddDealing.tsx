import { Button, Menu, Tooltip } from "@mantine/core";
import {
  type Icon,
  IconCash,
  IconCashBanknote,
  IconChevronDown,
  IconFileDollar,
  IconFileText,
  IconShoppingCart,
  IconSignature,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { useMay } from "@/features/session/session";
import { DEALING_KINDS, type DealingKind } from "./kinds";

export const PICTURES: Record<DealingKind, Icon> = {
  transaction: IconFileDollar,
  quote: IconFileText,
  order: IconShoppingCart,
  contract: IconSignature,
  receipt: IconCash,
  payment: IconCashBanknote,
};

interface Props {
  customer: Pick<Customer, "can_edit">;
  onAdd: (kind: DealingKind) => void;
}

/** What can be written with a customer; off, the button says why. */
export function AddDealing({ customer, onAdd }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const kinds = DEALING_KINDS.filter((one) =>
    may(one === "transaction" ? "care.edit" : "commerce.edit"),
  );
  const off =
    kinds.length === 0
      ? t("commerce.noRight")
      : customer.can_edit
        ? undefined
        : t("commerce.notEditable");
  const button = (
    <Button
      variant="subtle"
      size="compact-xs"
      rightSection={<IconChevronDown size={14} aria-hidden="true" />}
      aria-disabled={off !== undefined}
      data-disabled={off !== undefined || undefined}
    >
      {t("commerce.add")}
    </Button>
  );
  if (off !== undefined) {
    return (
      <Tooltip label={off} events={{ hover: true, focus: true, touch: true }}>
        {button}
      </Tooltip>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>{button}</Menu.Target>
      <Menu.Dropdown>
        {kinds.map((one) => {
          const Picture = PICTURES[one];
          return (
            <Menu.Item key={one} leftSection={<Picture size={15} />} onClick={() => onAdd(one)}>
              {t(`commerce.kinds.${one}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
