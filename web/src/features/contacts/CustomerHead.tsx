import { Button, Text } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer, CustomerChange } from "@/api/types";
import { useTellProblem } from "@/components/problem";
import { SidePanel } from "@/components/SidePanel";
import classes from "./contacts.module.css";
import { useChangeCustomer } from "./customers";
import { useFieldRules } from "./fields";
import { CatalogueSelect } from "./form/CatalogueSelect";
import { OwnerSelect } from "./OwnerSelect";
import { Viewers } from "./Viewers";

/** R028, R032: what to know first; owner and relationship are changed right here. */
export function CustomerHead({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const rules = useFieldRules();
  const change = useChangeCustomer(customer.id);
  const [viewers, setViewers] = useState(false);
  const save = (part: Omit<Partial<CustomerChange>, "version">): void =>
    change.mutate({ ...part, version: customer.version }, { onError: tell });
  const options = rules.field("relationship")?.options ?? [];
  const relationship = options.find((one) => one.id === customer.relationship_id)?.label;
  // What the form was told is the contact's (R004).
  const address = customer.address ?? customer.contacts.find((one) => one.address)?.address;
  const email = customer.email ?? customer.contacts.find((one) => one.email)?.email;
  return (
    <section className={classes.customerHead} aria-label={customer.name}>
      <dl className={classes.headFacts}>
        <div>
          <dt>{t("contacts.code")}</dt>
          <dd>{customer.code}</dd>
        </div>
        {address && (
          <div>
            <dt>{t("contacts.address")}</dt>
            <dd>{address}</dd>
          </div>
        )}
        {email && (
          <div>
            <dt>{t("contacts.email")}</dt>
            <dd>
              <a href={`mailto:${email}`}>{email}</a>
            </dd>
          </div>
        )}
        {customer.supporters.length > 0 && (
          <div>
            <dt>{t("contacts.supporters")}</dt>
            <dd>{customer.supporters.map((one) => one.name).join(", ")}</dd>
          </div>
        )}
        {!customer.can_edit && (
          <>
            <div>
              <dt>{t("contacts.owner")}</dt>
              <dd>{customer.owner?.name ?? t("contacts.nobody")}</dd>
            </div>
            {relationship && (
              <div>
                <dt>{t("codes.fieldNames.relationship")}</dt>
                <dd>{relationship}</dd>
              </div>
            )}
          </>
        )}
      </dl>
      <div className={classes.headPicks}>
        {customer.can_edit && (
          <>
            <CatalogueSelect
              size="xs"
              label={t("codes.fieldNames.relationship")}
              clearable={!rules.isRequired("relationship")}
              options={options}
              value={customer.relationship_id}
              disabled={change.isPending}
              onChange={(relationship_id) => save({ relationship_id })}
            />
            {customer.can_assign ? (
              <OwnerSelect
                size="xs"
                value={customer.owner?.id ?? null}
                disabled={change.isPending}
                onChange={(owner_id) => save({ owner_id })}
              />
            ) : (
              <div>
                <Text size="xs" c="dimmed">
                  {t("contacts.owner")}
                </Text>
                <Text size="sm">{customer.owner?.name ?? t("contacts.nobody")}</Text>
              </div>
            )}
          </>
        )}
        <Button
          variant="subtle"
          size="xs"
          leftSection={<IconEye size={15} aria-hidden="true" />}
          onClick={() => setViewers(true)}
        >
          {t("contacts.viewers.title")}
        </Button>
      </div>
      <SidePanel
        opened={viewers}
        onClose={() => setViewers(false)}
        title={t("contacts.viewers.title")}
      >
        <Viewers customerId={customer.id} />
      </SidePanel>
    </section>
  );
}
