import { Button, Menu } from "@mantine/core";
import { IconDots, IconHandGrab, IconLink, IconPencil, IconTrash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { tellDone, useTellProblem } from "@/components/problem";
import { SidePanel } from "@/components/SidePanel";
import { useClaim, useDeleteCustomer } from "./customers";
import { EditCustomer } from "./EditCustomer";

/** What can be done with a customer: claim, edit, copy its link, delete. */
export function CustomerMenu({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const tell = useTellProblem();
  const [editing, setEditing] = useState(false);
  const [sure, setSure] = useState(false);
  const drop = useDeleteCustomer(customer.id);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${location.origin}/customers/${customer.id}`);
    tellDone(t("contacts.linkCopied"));
  };
  return (
    <>
      <ClaimButton customer={customer} />
      {customer.can_edit && (
        <Button
          variant="default"
          leftSection={<IconPencil size={15} aria-hidden="true" />}
          onClick={() => setEditing(true)}
        >
          {t("common.edit")}
        </Button>
      )}
      <Menu position="bottom-end" onClose={() => setSure(false)} closeOnItemClick={false}>
        <Menu.Target>
          <Button variant="default" px={8} aria-label={t("common.more")}>
            <IconDots size={16} aria-hidden="true" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconLink size={15} />} onClick={() => void copy().catch(tell)}>
            {t("contacts.copyLink")}
          </Menu.Item>
          {customer.can_edit && (
            <Menu.Item
              c="var(--bad)"
              leftSection={<IconTrash size={15} />}
              onClick={() => {
                if (!sure) return setSure(true);
                drop.mutate(undefined, {
                  onSuccess: () => void navigate({ to: "/contacts" }),
                  onError: tell,
                });
              }}
            >
              {t(sure ? "contacts.deleteSure" : "contacts.delete")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <SidePanel
        opened={editing}
        onClose={() => setEditing(false)}
        title={t("contacts.editCustomer")}
      >
        <EditCustomer customer={customer} onDone={() => setEditing(false)} />
      </SidePanel>
    </>
  );
}

/** "Nhận khách": the first to click becomes the owner, the second is told who was first. */
export function ClaimButton({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const claim = useClaim(customer.id);
  if (!customer.can_claim) return null;
  return (
    <Button
      leftSection={<IconHandGrab size={15} aria-hidden="true" />}
      loading={claim.isPending}
      onClick={() => {
        // Who came second may not see the customer any more, nor this button: tell all the same.
        claim.mutateAsync().then(() => tellDone(t("contacts.claimed")), tell);
      }}
    >
      {t("contacts.claim")}
    </Button>
  );
}
