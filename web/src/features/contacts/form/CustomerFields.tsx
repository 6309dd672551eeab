import { Button, Select, Stack, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DayField } from "@/components/DayField";
import { useFieldRules } from "../fields";
import { OwnerSelect } from "../OwnerSelect";
import { CatalogueSelect } from "./CatalogueSelect";
import { FieldGrid } from "./FieldGrid";
import { OwnField } from "./OwnField";
import { PeopleSelect } from "./PeopleSelect";
import { ReferrerPicker } from "./ReferrerPicker";
import { keyOf } from "./required";
import type { FormValues } from "./values";

interface Props {
  form: UseFormReturnType<FormValues>;
  /** Whose customer it is may be chosen. */
  withOwner: boolean;
  /** Everything is shown at once; otherwise what is seldom filled waits behind a button. */
  full: boolean;
}

const STAGES = ["lead", "contact", "customer"] as const;
const MORE = ["tax_code", "email", "website", "fax", "birthday", "province"] as const;
const LONG = ["address", "office_address", "description"] as const;
const WIDTHS: Record<Exclude<(typeof MORE)[number], "birthday">, number> = {
  tax_code: 40,
  email: 254,
  website: 300,
  fax: 64,
  province: 100,
};

/** R025: the fields of a customer, the same for a new one and a change. */
export function CustomerFields({ form, withOwner, full }: Props) {
  const { t } = useTranslation();
  const rules = useFieldRules();
  const { customer } = form.values;
  const [opened, setOpened] = useState(full);
  const isMissing = [...MORE, ...LONG, "referrer" as const].some(
    (name) => rules.isRequired(name) || form.errors[`customer.${name}`],
  );
  const more = opened || isMissing;
  return (
    <Stack gap="md">
      <Classification form={form} withOwner={withOwner} full={full} />
      {rules.own.length > 0 && (
        <FieldGrid title={t("contacts.form.own")}>
          {rules.own.map((field) => {
            const key = field.key.slice("custom.".length);
            return (
              <OwnField
                key={key}
                field={field}
                value={customer.custom[key]}
                error={(form.errors[`customer.custom.${key}`] as string) ?? null}
                onChange={(value) => {
                  form.setFieldValue("customer.custom", { ...customer.custom, [key]: value });
                  form.clearFieldError(`customer.custom.${key}`);
                }}
              />
            );
          })}
        </FieldGrid>
      )}
      {!more && (
        <Button variant="subtle" size="compact-sm" w="fit-content" onClick={() => setOpened(true)}>
          {t("contacts.form.showMore")}
        </Button>
      )}
      {more && (
        <FieldGrid
          title={t(
            customer.kind === "organisation" ? "contacts.form.moreOf" : "contacts.form.more",
          )}
        >
          {MORE.map((name) =>
            name === "birthday" ? (
              <DayField
                key={name}
                label={t(`codes.fieldNames.${name}`)}
                withAsterisk={rules.isRequired(name)}
                value={customer.birthday}
                onChange={(day) => form.setFieldValue("customer.birthday", day)}
                error={form.errors["customer.birthday"]}
              />
            ) : (
              <TextInput
                key={name}
                label={t(`codes.fieldNames.${name}`)}
                type={name === "email" ? "email" : "text"}
                maxLength={WIDTHS[name]}
                withAsterisk={rules.isRequired(name)}
                {...form.getInputProps(`customer.${name}`)}
              />
            ),
          )}
          {LONG.map((name) => (
            <Textarea
              key={name}
              size="sm"
              label={t(`codes.fieldNames.${name}`)}
              autosize
              minRows={1}
              maxRows={8}
              maxLength={10_000}
              wrapperProps={{ "data-wide": "true" }}
              withAsterisk={rules.isRequired(name)}
              {...form.getInputProps(`customer.${name}`)}
            />
          ))}
          <ReferrerPicker
            value={customer.referrer}
            required={rules.isRequired("referrer")}
            error={form.errors["customer.referrer"] as string}
            onChange={(next) => form.setFieldValue("customer.referrer", next)}
          />
        </FieldGrid>
      )}
    </Stack>
  );
}

function Classification({ form, withOwner, full }: Props) {
  const { t } = useTranslation();
  const rules = useFieldRules();
  const { customer } = form.values;
  const picks =
    customer.kind === "organisation"
      ? (["relationship_id", "source_id", "group_id", "size_id", "sector_id"] as const)
      : (["relationship_id", "source_id", "group_id"] as const);
  return (
    <FieldGrid title={t("contacts.form.classification")}>
      {picks.map((name) => {
        const key = keyOf(name) as "relationship" | "source" | "group" | "size" | "sector";
        return (
          <CatalogueSelect
            key={name}
            label={t(`codes.fieldNames.${key}`)}
            withAsterisk={rules.isRequired(key)}
            options={rules.field(key)?.options}
            value={customer[name]}
            error={form.errors[`customer.${name}`]}
            onChange={(next) => form.setFieldValue(`customer.${name}`, next)}
          />
        );
      })}
      <Select
        label={t("contacts.stage")}
        data={STAGES.map((one) => ({ value: one, label: t(`contacts.stages.${one}`) }))}
        {...form.getInputProps("customer.stage")}
      />
      {withOwner && (
        <OwnerSelect
          value={customer.owner_id}
          onChange={(owner) => form.setFieldValue("customer.owner_id", owner)}
        />
      )}
      <PeopleSelect
        value={customer.supporter_ids}
        onChange={(next) => form.setFieldValue("customer.supporter_ids", next)}
      />
      <TextInput
        label={t("contacts.code")}
        // One that is there has a code, and keeps one.
        {...(full ? { withAsterisk: true } : { description: t("contacts.codeHint") })}
        maxLength={40}
        {...form.getInputProps("customer.code")}
      />
    </FieldGrid>
  );
}
