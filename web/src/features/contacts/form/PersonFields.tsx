import { Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { useFieldRules } from "../fields";
import { PhonesField } from "../PhonesField";
import { CatalogueSelect } from "./CatalogueSelect";
import { CompanyPicker } from "./CompanyPicker";
import { FieldGrid } from "./FieldGrid";
import type { FormValues } from "./values";

interface Props {
  form: UseFormReturnType<FormValues>;
  /** Which of the form's people. */
  at: number;
  /** All that R055 knows of a contact, not only what is asked of a new one. */
  full: boolean;
  focus?: boolean;
}

const UTM = ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"] as const;

/** R055: the fields of one contact. */
export function PersonFields({ form, at, full, focus = false }: Props) {
  const { t } = useTranslation();
  const rules = useFieldRules();
  const person = form.values.people[at];
  if (!person) return null;
  const path = `people.${at}` as const;
  const isPerson = form.values.customer.kind === "person";
  const must = (name: string): boolean => rules.isRequired(`contact.${name}`);
  const text = (name: string) => ({
    withAsterisk: must(name),
    ...form.getInputProps(`${path}.${name}`),
  });
  const shows = (name: string): boolean => full || must(name);
  return (
    <>
      <FieldGrid>
        <TextInput
          label={t(isPerson || full ? "contacts.name" : "contacts.contactName")}
          withAsterisk={full || isPerson}
          maxLength={300}
          description={(isPerson || full) && t("contacts.nameHint")}
          inputWrapperOrder={["label", "input", "description", "error"]}
          {...(focus ? { "data-autofocus": true } : {})}
          {...form.getInputProps(`${path}.name`)}
        />
        <TextInput label={t("contacts.jobTitle")} maxLength={200} {...text("title")} />
      </FieldGrid>
      <PhonesField
        value={person.phones}
        required={must("phones")}
        error={form.errors[`${path}.phones`]}
        onChange={(phones) => form.setFieldValue(`${path}.phones`, phones)}
      />
      <FieldGrid>
        <TextInput
          label={t("contacts.email")}
          type="email"
          inputMode="email"
          maxLength={254}
          {...text("email")}
        />
        {isPerson && (
          <CompanyPicker
            value={person.company}
            error={form.errors[`${path}.company_id`] as string}
            onChange={(company) => form.setFieldValue(`${path}.company`, company)}
          />
        )}
        <TextInput label={t("contacts.address")} {...text("address")} />
        <TextInput label="Facebook" maxLength={300} {...text("facebook")} />
        {shows("source") && (
          <CatalogueSelect
            label={t("contacts.form.contactSource")}
            withAsterisk={must("source")}
            options={rules.field("contact.source")?.options}
            value={person.source_id}
            error={form.errors[`${path}.source_id`]}
            onChange={(next) => form.setFieldValue(`${path}.source_id`, next)}
          />
        )}
        {shows("description") && (
          <Textarea
            size="sm"
            label={t("contacts.description")}
            autosize
            minRows={1}
            maxRows={6}
            wrapperProps={{ "data-wide": "true" }}
            {...text("description")}
          />
        )}
        {full &&
          UTM.map((name) => (
            <TextInput
              key={name}
              label={t(`codes.fieldNames.${name}`)}
              maxLength={200}
              {...text(name)}
            />
          ))}
      </FieldGrid>
    </>
  );
}
