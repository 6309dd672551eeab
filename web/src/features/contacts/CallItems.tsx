import { Menu } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { useCalling } from "@/features/calls/CallsProvider";
import { useReasons } from "@/features/calls/reasons";
import { useMay } from "@/features/session/session";
import classes from "./contacts.module.css";

/** A menu longer than this is no menu: the other numbers have their buttons on the page. */
const MOST = 5;

/** Calling one of the customer's numbers, in a menu. An item that is off says why. */
export function CallItems({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const may = useMay();
  const reasons = useReasons();
  const { place, obstacle } = useCalling();
  if (!may("call")) return null;
  const numbers = customer.contacts
    .flatMap((contact) => contact.phones.map((phone) => ({ contact, phone })))
    .sort((a, b) => Number(b.phone.is_primary) - Number(a.phone.is_primary))
    .slice(0, MOST);
  if (numbers.length === 0) {
    return (
      <Menu.Item aria-disabled data-disabled leftSection={<IconPhone size={15} />}>
        {t("contacts.noPhone")}
      </Menu.Item>
    );
  }
  return numbers.map(({ contact, phone }) => {
    const { badge } = phone;
    const why = obstacle
      ? t(`calls.obstacle.${obstacle}`)
      : badge.verdict === "allow"
        ? null
        : reasons(badge.reasons).join(" ");
    const off = obstacle !== null || badge.verdict === "deny";
    return (
      <Menu.Item
        key={phone.id}
        aria-disabled={off}
        data-disabled={off || undefined}
        closeMenuOnClick={!off}
        leftSection={<IconPhone size={15} />}
        onClick={() => {
          if (!off) place({ display: badge.display, phone_id: phone.id });
        }}
      >
        {t("calls.callWhom", { number: badge.display, name: contact.name })}
        {why && <div className={classes.why}>{why}</div>}
      </Menu.Item>
    );
  });
}
