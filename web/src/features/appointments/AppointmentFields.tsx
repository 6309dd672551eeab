import { Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/api/client";
import { DraftBack } from "@/components/DraftBack";
import { useNewDraft } from "@/components/drafts";
import { FormActions } from "@/components/FormActions";
import { MomentField } from "@/components/MomentField";
import { atNine, fromField, toField } from "@/components/moments";
import { PersonsSelect } from "@/components/PersonSelect";
import { tellDone, useFieldProblems } from "@/components/problem";
import { RemindSelect } from "@/components/RemindSelect";
import { useBase } from "@/components/rebase";
import { useUser } from "@/features/session/session";
import { automationQuery } from "@/features/settings/automation/automation";
import { findAddress, type Subject } from "./addressee";
import { type Appointment, type AppointmentKind, useSaveAppointment } from "./appointments";
import { TellCustomer } from "./TellCustomer";

interface Props {
  kind: AppointmentKind;
  /** Changed, or (of another kind) what a new one begins with; null: nothing. */
  old: Appointment | null;
  customer: Subject;
  onDone: () => void;
}

const HOUR = 60;

/** An appointment to come, or a meeting that was held. */
export function AppointmentFields({ kind, old, customer, onDone }: Props) {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const user = useUser();
  const save = useSaveAppointment(customer.id);
  const changed = old?.kind === kind ? old : null;
  const told = changed?.invitation != null;
  // Until it is ticked by hand: whoever was told is told again; of a new one the settings say.
  const proposed = useQuery(automationQuery).data?.tells_customer ?? false;
  const [ticked, setTicked] = useState<boolean | null>(null);
  const tells = ticked ?? (changed ? told : proposed);
  const suggested = kind === "meeting" ? toField(serverNow()) : atNine(serverNow(), 1);
  const valuesOf = (one: Appointment | null) => ({
    title: one?.title ?? "",
    starts_at: one ? toField(one.starts_at) : suggested,
    ends_at: one?.ends_at ? toField(one.ends_at) : "",
    place: one?.place ?? "",
    contact_id: one?.contact?.id ?? null,
    user_ids: one?.participants.map((each) => each.id) ?? [user.id],
    remind_minutes: one?.kind === kind ? one.remind_minutes : (HOUR as number | null),
    description: one?.description ?? "",
  });
  const draft = useNewDraft(old ? null : `${kind}/${customer.id}`, valuesOf(old));
  const form = useForm({
    initialValues: draft.initialValues,
    onValuesChange: draft.onValuesChange,
    validate: {
      title: (value) => (value.trim() ? null : t("codes.fields.missing")),
      starts_at: (value) => (fromField(value) ? null : t("codes.fields.missing")),
      ends_at: (value) => (value === "" || fromField(value) ? null : t("common.momentWrong")),
    },
  });
  const base = useBase(changed, valuesOf, form, save);
  const to = findAddress(customer, form.values.contact_id);
  const submit = form.onSubmit(({ remind_minutes, ...values }) => {
    const shared = {
      ...values,
      title: values.title.trim(),
      starts_at: fromField(values.starts_at) ?? "",
      ends_at: fromField(values.ends_at),
      place: values.place.trim() || null,
      description: values.description.trim() || null,
    };
    const saving = save.mutateAsync(
      {
        kind,
        old: base.record,
        form:
          kind === "appointment"
            ? { ...shared, remind_minutes, tell_customer: tells && to !== null }
            : shared,
      },
      {
        onSuccess: () => {
          tellDone(t(`care.${kind}.saved`));
          onDone();
        },
        onError: (error) => form.setErrors(fieldProblems(error)),
      },
    );
    draft.dropAfter(saving);
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <DraftBack draft={draft} />
        <Text size="sm" c="dimmed">
          {t("care.transaction.after", { name: customer.name })}
        </Text>
        <TextInput
          label={t(`care.${kind}.name`)}
          withAsterisk
          maxLength={300}
          data-autofocus
          {...form.getInputProps("title")}
        />
        <MomentField
          label={t(`care.${kind}.starts`)}
          withAsterisk
          value={form.values.starts_at}
          onChange={(field) => form.setFieldValue("starts_at", field)}
          error={form.errors.starts_at}
        />
        <MomentField
          label={t("care.appointment.ends")}
          value={form.values.ends_at}
          onChange={(field) => form.setFieldValue("ends_at", field)}
          error={form.errors.ends_at}
        />
        <TextInput
          label={t("care.appointment.place")}
          maxLength={300}
          {...form.getInputProps("place")}
        />
        {customer.contacts && customer.contacts.length > 0 && (
          <Select
            label={t("care.appointment.contact")}
            placeholder={t("care.appointment.noContact")}
            clearable
            data={customer.contacts.map((one) => ({ value: String(one.id), label: one.name }))}
            value={form.values.contact_id === null ? null : String(form.values.contact_id)}
            onChange={(next) =>
              form.setFieldValue("contact_id", next === null ? null : Number(next))
            }
          />
        )}
        <PersonsSelect
          label={t("care.appointment.people")}
          customerId={customer.id}
          known={[user, ...(old?.participants ?? [])]}
          value={form.values.user_ids}
          onChange={(ids) => form.setFieldValue("user_ids", ids)}
          error={form.errors.user_ids as string | undefined}
        />
        {kind === "appointment" && (
          <RemindSelect
            value={form.values.remind_minutes}
            onChange={(minutes) => form.setFieldValue("remind_minutes", minutes)}
          />
        )}
        {kind === "appointment" && (
          <TellCustomer to={to} told={told} value={tells} onChange={setTicked} />
        )}
        <Textarea
          label={t("care.transaction.description")}
          autosize
          minRows={3}
          maxLength={10_000}
          {...form.getInputProps("description")}
        />
        <FormActions
          submit={t(changed ? "common.save" : `care.${kind}.add`)}
          pending={save.isPending}
          onCancel={() => {
            draft.drop();
            onDone();
          }}
          error={save.error}
          onTakeNew={base.takeNew}
        />
      </Stack>
    </form>
  );
}
