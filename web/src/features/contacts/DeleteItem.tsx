import { Menu, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { tellDone, useTellProblem } from "@/components/problem";
import { useDeleteCustomer } from "./customers";

interface Props {
  customer: Customer;
  sure: boolean;
  onAsk: () => void;
  icon: ReactNode;
}

/** Delete, at the second press; a company's contacts stay (R074). */
export function DeleteItem({ customer, sure, onAsk, icon }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const tell = useTellProblem();
  const drop = useDeleteCustomer(customer);
  const isCompany = customer.kind === "organisation";
  return (
    <Menu.Item
      c="var(--bad)"
      leftSection={icon}
      onClick={() => {
        if (!sure) {
          onAsk();
          return;
        }
        // The page may hear from the server that the customer is gone before the answer is here,
        // and this item is then gone as well: what mutate() would call is not called any more.
        const here = location.pathname;
        drop.mutateAsync(undefined, { onError: tell }).then(
          () => {
            tellDone(t("contacts.deletedNow", { name: customer.name }));
            // Who is elsewhere by now stays there.
            if (location.pathname === here)
              void navigate({ to: isCompany ? "/companies" : "/contacts" });
          },
          () => {},
        );
      }}
    >
      {t(sure ? "contacts.deleteSure" : "contacts.delete")}
      {sure && isCompany && (
        <Text size="xs" c="dimmed" maw={220}>
          {t("companies.deleteHint")}
        </Text>
      )}
    </Menu.Item>
  );
}
