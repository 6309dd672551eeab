import { Badge, Skeleton, Tabs } from "@mantine/core";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { useInSight } from "@/components/useInSight";
import { useMay } from "@/features/session/session";
import classes from "./contacts.module.css";
import { CUSTOMER_TABS, type CustomerTab } from "./customerTabs";

interface Props {
  customer: Customer;
  tab: string | undefined;
  onTab: (tab: string | undefined) => void;
}

const [FIRST] = CUSTOMER_TABS.map((tab) => tab.key);

/** The tabs of a customer that the user's rights open. Only the one in front is alive. */
export function TabbedCustomer({ customer, tab, onTab }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const open = CUSTOMER_TABS.filter((one) => !one.right || may(one.right));
  const shown = open.find((one) => one.key === tab) ?? open[0];
  const list = useInSight<HTMLDivElement>(shown?.key);
  if (!shown) return null;
  return (
    <Tabs
      value={shown.key}
      onChange={(next) => onTab(next && next !== FIRST ? next : undefined)}
      keepMounted={false}
      className={classes.column}
    >
      {open.length > 1 && (
        <Tabs.List ref={list} className={classes.tabs} aria-label={t("contacts.tabs.title")}>
          {open.map((one) => (
            <OneTab key={one.key} one={one} customer={customer} open={one === shown} />
          ))}
        </Tabs.List>
      )}
      <Tabs.Panel value={shown.key}>
        <Suspense fallback={<Skeleton h={220} radius={10} />}>
          <shown.Panel customer={customer} />
        </Suspense>
      </Tabs.Panel>
    </Tabs>
  );
}

const useNone = (): undefined => undefined;

interface OneProps {
  one: CustomerTab;
  customer: Customer;
  open: boolean;
}

function OneTab({ one, customer, open }: OneProps) {
  const { t } = useTranslation();
  const useCount = one.useCount ?? useNone;
  const count = useCount(customer);
  if (one.rare && !count && !open) return null;
  return (
    <Tabs.Tab
      value={one.key}
      rightSection={
        count ? (
          <Badge size="sm" variant="light" color="gray" circle={count < 10}>
            {count}
          </Badge>
        ) : null
      }
    >
      {one.label(t)}
    </Tabs.Tab>
  );
}
