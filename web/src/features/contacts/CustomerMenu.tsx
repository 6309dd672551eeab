import { Button, Menu } from "@mantine/core";
import {
  IconArrowMerge,
  IconDots,
  IconFileDollar,
  IconHandGrab,
  IconLink,
  IconMessage2,
  IconPencil,
  IconTrash,
  IconUserCheck,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { tellDone, useTellProblem } from "@/components/problem";
import { SidePanel } from "@/components/SidePanel";
import { PICTURES } from "@/features/commerce/AddDealing";
import { DealingPanel } from "@/features/commerce/DealingPanel";
import { MergePicker } from "@/features/duplicates/MergePicker";
import { useMay } from "@/features/session/session";
import { WriteSms } from "@/features/sms/WriteSms";
import { TransactionFields } from "@/features/transactions/TransactionFields";
import { CallItems } from "./CallItems";
import { useClaim, useConvert } from "./customers";
import { DeleteItem } from "./DeleteItem";
import { EditCustomer } from "./EditCustomer";

const PAPERS = ["order", "contract"] as const;

/** R029, R040: what can be done with a customer. */
export function CustomerMenu({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const may = useMay();
  const tell = useTellProblem();
  const [panel, setPanel] = useState<
    "edit" | "merge" | "transaction" | "sms" | (typeof PAPERS)[number] | null
  >(null);
  const [sure, setSure] = useState(false);
  const convert = useConvert(customer.id);
  const close = (): void => setPanel(null);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(`${location.origin}/customers/${customer.id}`);
    tellDone(t("contacts.linkCopied"));
  };
  const primary = customer.contacts[0];
  return (
    <>
      <ClaimButton customer={customer} />
      {customer.can_edit && (
        <Button
          variant="default"
          leftSection={<IconPencil size={15} aria-hidden="true" />}
          onClick={() => setPanel("edit")}
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
          <CallItems customer={customer} />
          <Menu.Item
            closeMenuOnClick
            leftSection={<IconMessage2 size={15} />}
            onClick={() => setPanel("sms")}
          >
            {t("sms.write")}
          </Menu.Item>
          {customer.can_edit && may("care.edit") && (
            <Menu.Item
              closeMenuOnClick
              leftSection={<IconFileDollar size={15} />}
              onClick={() => setPanel("transaction")}
            >
              {t("care.transaction.add")}
            </Menu.Item>
          )}
          {customer.can_edit &&
            may("commerce.edit") &&
            PAPERS.map((one) => {
              const Picture = PICTURES[one];
              return (
                <Menu.Item
                  key={one}
                  closeMenuOnClick
                  leftSection={<Picture size={15} />}
                  onClick={() => setPanel(one)}
                >
                  {t(`commerce.addOne.${one}`)}
                </Menu.Item>
              );
            })}
          {customer.can_edit && (
            <Menu.Item
              closeMenuOnClick
              leftSection={<IconPencil size={15} />}
              onClick={() => setPanel("edit")}
            >
              {t("common.edit")}
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconLink size={15} />} onClick={() => void copy().catch(tell)}>
            {t("contacts.copyLink")}
          </Menu.Item>
          {customer.can_edit && customer.stage !== "customer" && primary && (
            <Menu.Item
              closeMenuOnClick
              leftSection={<IconUserCheck size={15} />}
              onClick={() =>
                convert.mutate(
                  { contactId: primary.id, own: false },
                  { onSuccess: () => tellDone(t("contacts.converted")), onError: tell },
                )
              }
            >
              {t("contacts.convert")}
            </Menu.Item>
          )}
          {customer.can_edit && may("customers.merge") && (
            <Menu.Item
              closeMenuOnClick
              leftSection={<IconArrowMerge size={15} />}
              onClick={() => setPanel("merge")}
            >
              {t("duplicates.choose")}
            </Menu.Item>
          )}
          {customer.can_edit && may("customers.delete") && (
            <DeleteItem
              customer={customer}
              sure={sure}
              onAsk={() => setSure(true)}
              icon={<IconTrash size={15} />}
            />
          )}
        </Menu.Dropdown>
      </Menu>
      <SidePanel opened={panel === "edit"} onClose={close} title={t("contacts.editCustomer")} wide>
        <EditCustomer customer={customer} onDone={close} />
      </SidePanel>
      <SidePanel
        opened={panel === "transaction"}
        onClose={close}
        title={t("care.transaction.title")}
      >
        <TransactionFields customer={customer} onDone={close} />
      </SidePanel>
      <SidePanel opened={panel === "sms"} onClose={close} title={t("sms.write")} wide>
        <WriteSms customer={customer} />
      </SidePanel>
      <DealingPanel
        customer={customer}
        adding={PAPERS.find((one) => one === panel) ?? null}
        open={undefined}
        onClose={close}
      />
      <SidePanel opened={panel === "merge"} onClose={close} title={t("duplicates.choose")}>
        <MergePicker customer={customer} />
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
        // Who wins is told, though the button goes before the answer is here; who loses hears it
        // from here, or as everybody who left what they sent (useLateRefusals).
        const done = (): void => tellDone(t("contacts.claimed"));
        claim.mutateAsync(undefined, { onError: tell }).then(done, () => {});
      }}
    >
      {t("contacts.claim")}
    </Button>
  );
}
