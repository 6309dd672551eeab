import { Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { serverNow } from "@/api/client";
import { DraftBack } from "@/components/DraftBack";
import { useNewDraft } from "@/components/drafts";
import { FormActions } from "@/components/FormActions";
import { MomentField } from "@/components/MomentField";
import { atNine, fromField, inAnHour, toField } from "@/components/moments";
import { PersonSelect } from "@/components/PersonSelect";
import { tellDone, useFieldProblems } from "@/components/problem";
import { RemindSelect } from "@/components/RemindSelect";
import { useBase } from "@/components/rebase";
import { useUser } from "@/features/session/session";
import { type Task, useChangeTask, useCreateTask } from "./tasks";

interface Props {
  /** Null: a new one. */
  task: Task | null;
  customer: { id: number; name: string } | null;
  onDone: () => void;
}

const QUARTER_H = 15;
const SOON = ["hour", "tomorrow", "week"] as const;

function offer(soon: (typeof SOON)[number]): string {
  if (soon === "hour") return inAnHour(serverNow());
  return atNine(serverNow(), soon === "tomorrow" ? 1 : 7);
}

/** A new task, or one that is changed. */
export function TaskFields({ task, customer, onDone }: Props) {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const user = useUser();
  const create = useCreateTask();
  const change = useChangeTask();
  const valuesOf = (one: Task | null) => ({
    title: one?.title ?? "",
    due_at: one ? toField(one.due_at) : inAnHour(serverNow()),
    remind_minutes: one ? one.remind_minutes : (QUARTER_H as number | null),
    assignee_id: one?.assignee?.id ?? user.id,
    description: one?.description ?? "",
  });
  const draft = useNewDraft(task ? null : `task/${customer?.id ?? ""}`, valuesOf(task));
  const form = useForm({
    initialValues: draft.initialValues,
    onValuesChange: draft.onValuesChange,
    validate: {
      title: (value) => (value.trim() ? null : t("codes.fields.missing")),
      due_at: (value) => (fromField(value) ? null : t("codes.fields.missing")),
    },
  });
  const base = useBase(task, valuesOf, form, change);
  const settled = {
    onSuccess: () => {
      tellDone(t("tasks.saved"));
      onDone();
    },
    onError: (error: Error) => form.setErrors(fieldProblems(error)),
  };
  const submit = form.onSubmit((values) => {
    const sent = {
      ...values,
      title: values.title.trim(),
      due_at: fromField(values.due_at) ?? "",
      description: values.description.trim() || null,
    };
    if (base.record) {
      const { id, version } = base.record;
      change.mutate({ id, change: { ...sent, version } }, settled);
    } else {
      const made = { ...sent, customer_id: customer?.id ?? null };
      draft.dropAfter(create.mutateAsync(made, settled));
    }
  });
  const error = create.error ?? change.error;
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        <DraftBack draft={draft} />
        {customer && (
          <Text size="sm" c="dimmed">
            {t("tasks.customer")}: {customer.name}
          </Text>
        )}
        <TextInput
          label={t("tasks.what")}
          withAsterisk
          maxLength={300}
          data-autofocus
          {...form.getInputProps("title")}
        />
        <div>
          <MomentField
            label={t("tasks.dueAt")}
            withAsterisk
            value={form.values.due_at}
            onChange={(field) => form.setFieldValue("due_at", field)}
            error={form.errors.due_at}
          />
          <Group gap={6} mt={6}>
            {SOON.map((soon) => (
              <Button
                key={soon}
                variant="default"
                size="compact-xs"
                onClick={() => form.setFieldValue("due_at", offer(soon))}
              >
                {t(`tasks.soon.${soon}`)}
              </Button>
            ))}
          </Group>
        </div>
        <RemindSelect
          value={form.values.remind_minutes}
          onChange={(minutes) => form.setFieldValue("remind_minutes", minutes)}
        />
        <PersonSelect
          label={t("tasks.assignee")}
          customerId={customer?.id ?? null}
          known={task?.assignee ? [task.assignee, user] : [user]}
          value={form.values.assignee_id}
          onChange={(id) => form.setFieldValue("assignee_id", id)}
          error={form.errors.assignee_id as string | undefined}
        />
        <Textarea
          label={t("tasks.description")}
          autosize
          minRows={3}
          maxLength={10_000}
          {...form.getInputProps("description")}
        />
        <FormActions
          submit={t(task ? "common.save" : "tasks.add")}
          pending={create.isPending || change.isPending}
          onCancel={() => {
            draft.drop();
            onDone();
          }}
          error={error}
          onTakeNew={base.takeNew}
        />
      </Stack>
    </form>
  );
}
