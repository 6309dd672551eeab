import { NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { DayField } from "@/components/DayField";
import { calendarDay, DONG, money } from "@/components/format";
import { NumberField } from "@/components/NumberField";
import { CatalogueSelect } from "@/features/contacts/form/CatalogueSelect";
import { cataloguesQuery } from "@/features/settings/catalogues/catalogues";
import { useNameable } from "./commerce";
import classes from "./commerce.module.css";
import { hasLines, isMoney, type Kind, NAMES } from "./kinds";
import { LinesField } from "./LinesField";
import { addUp, findEnd, type PaperValues } from "./paperValues";

const MOST = 10_000_000_000_000;

interface Props {
  kind: Kind;
  customer: Pick<Customer, "id" | "contacts">;
  form: UseFormReturnType<PaperValues>;
  /** The document itself, which it can't name. */
  id: number | null;
  /** What money, days and terms it says can't be changed. */
  fixed: boolean;
  /** Nothing can be. */
  closed: boolean;
}

/** What a document of a kind says. */
export function PaperInputs({ kind, customer, form, id, fixed, closed }: Props) {
  const { t } = useTranslation();
  const { values } = form;
  const dayOf = (name: "day" | "due_on" | "effective_on") => ({
    readOnly: fixed,
    value: values[name],
    onChange: (day: string) => form.setFieldValue(name, day),
    error: form.errors[name],
  });
  return (
    <>
      <div className={classes.pair}>
        <TextInput
          label={t("commerce.number")}
          placeholder={t("commerce.numberHint")}
          maxLength={40}
          readOnly={fixed}
          {...form.getInputProps("number")}
        />
        <DayField label={t("commerce.day")} {...dayOf("day")} />
      </div>
      {hasLines(kind) && (
        <LinesField
          lines={values.lines}
          onChange={(lines) => form.setFieldValue("lines", lines)}
          fixed={fixed}
          error={Boolean(form.errors.lines)}
        />
      )}
      <div className={classes.pair}>
        <NumberField
          label={t("commerce.amount")}
          withAsterisk={isMoney(kind)}
          description={values.lines.length > 0 ? t("commerce.amountOfLines") : undefined}
          inputWrapperOrder={["label", "input", "description", "error"]}
          unit={DONG}
          decimals={0}
          min={0}
          max={MOST}
          readOnly={fixed || values.lines.length > 0}
          {...form.getInputProps("amount")}
          onChange={(amount) => form.setFieldValue("amount", amount ?? "")}
          {...(values.lines.length > 0 ? { value: addUp(values.lines) } : {})}
        />
        {!isMoney(kind) && (
          <DayField
            label={t(kind === "quote" ? "commerce.validUntil" : "commerce.due")}
            {...dayOf("due_on")}
          />
        )}
      </div>
      {kind === "contract" && <Term form={form} fixed={fixed} dayOf={dayOf("effective_on")} />}
      {kind !== "quote" && (
        <AboutSelect
          kind={kind}
          customerId={customer.id}
          id={id}
          value={values.about}
          onChange={(about) => form.setFieldValue("about", about)}
          fixed={isMoney(kind) ? closed : fixed}
        />
      )}
      <Select
        label={t("commerce.contact")}
        placeholder={t("commerce.noContact")}
        searchable
        clearable
        disabled={closed}
        nothingFoundMessage={t("shell.nothingFound")}
        data={customer.contacts.map((one) => ({
          value: String(one.id),
          label: one.title ? `${one.name} (${one.title})` : one.name,
        }))}
        value={values.contact === null ? null : String(values.contact)}
        onChange={(next) => form.setFieldValue("contact", next === null ? null : Number(next))}
        error={form.errors.contact_id}
      />
      <Textarea
        label={t("commerce.description")}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={10_000}
        readOnly={closed}
        {...form.getInputProps("description")}
      />
    </>
  );
}

interface TermProps {
  form: UseFormReturnType<PaperValues>;
  fixed: boolean;
  dayOf: { readOnly: boolean; value: string; onChange: (day: string) => void; error: unknown };
}

/** A contract's type, from when and how long: until when, follows (R215). */
function Term({ form, fixed, dayOf }: TermProps) {
  const { t } = useTranslation();
  const { data } = useQuery(cataloguesQuery);
  const types = data?.rows.find((one) => one.name === "contract_type")?.values;
  const end = findEnd(form.values.effective_on, form.values.months);
  return (
    <>
      <CatalogueSelect
        label={t("commerce.type")}
        options={types}
        disabled={fixed}
        value={form.values.type}
        onChange={(type) => form.setFieldValue("type", type)}
        error={form.errors.type_id}
      />
      <div className={classes.pair}>
        <DayField label={t("commerce.effective")} {...dayOf} error={dayOf.error as string} />
        <NumberInput
          label={t("commerce.months")}
          allowDecimal={false}
          allowNegative={false}
          min={1}
          max={1200}
          hideControls
          readOnly={fixed}
          description={
            end ? t("commerce.ends", { on: calendarDay(end) }) : t("commerce.monthsHint")
          }
          inputWrapperOrder={["label", "input", "description", "error"]}
          {...form.getInputProps("months")}
        />
      </div>
    </>
  );
}

interface AboutProps {
  kind: Exclude<Kind, "quote">;
  customerId: number;
  id: number | null;
  value: number | null;
  onChange: (about: number | null) => void;
  fixed: boolean;
}

/** The contract of an order, or what money is for. */
function AboutSelect({ kind, customerId, id, value, onChange, fixed }: AboutProps) {
  const { t } = useTranslation();
  const some = useNameable(customerId, kind, id);
  if (NAMES[kind].length === 0) return null;
  return (
    <Select
      label={t(`commerce.about.${kind}`)}
      placeholder={t("commerce.aboutNothing")}
      description={
        kind === "order"
          ? t("commerce.ofContract")
          : isMoney(kind) && value === null
            ? t("commerce.freeMoney")
            : undefined
      }
      inputWrapperOrder={["label", "input", "description", "error"]}
      searchable
      clearable
      disabled={fixed}
      nothingFoundMessage={t("shell.nothingFound")}
      data={some.map((one) => ({
        value: String(one.id),
        label: `${one.number} · ${t(`commerce.kinds.${one.kind}`)} · ${money(one.amount)}`,
      }))}
      value={value === null ? null : String(value)}
      onChange={(next) => onChange(next === null ? null : Number(next))}
    />
  );
}
