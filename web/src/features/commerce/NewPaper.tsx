import { Alert, Select, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { DraftBack } from "@/components/DraftBack";
import { useNewDraft } from "@/components/drafts";
import { FormActions } from "@/components/FormActions";
import { toField } from "@/components/moments";
import { tellDone, useFieldProblems } from "@/components/problem";
import { useAddPaper } from "./commerce";
import { BEGINNINGS, type Kind, type Status } from "./kinds";
import { PaperInputs } from "./PaperInputs";
import { usePaperRules } from "./paperRules";
import { asPaper, beginPaper, type PaperValues, type Preset, withNewKeys } from "./paperValues";

interface Props {
  kind: Kind;
  customer: Pick<Customer, "id" | "name" | "contacts" | "stage">;
  preset?: Preset | undefined;
  onDone: () => void;
}

/** A new document with a customer (R210–R215). */
export function NewPaper({ kind, customer, preset, onDone }: Props) {
  const { t } = useTranslation();
  const fieldProblems = useFieldProblems();
  const rules = usePaperRules(kind);
  const add = useAddPaper(customer.id);
  const [first = "draft"] = BEGINNINGS[kind];
  const star = customer.contacts.find((one) => one.is_primary);
  // One that begins with something of its own (an order of a quote) is not what was begun before.
  const draft = useNewDraft<PaperValues>(preset ? null : `paper/${customer.id}/${kind}`, {
    ...beginPaper(first, toField(Date.now()).slice(0, 10), star),
    ...preset,
  });
  const form = useForm<PaperValues>({
    initialValues: draft.isBack ? withNewKeys(draft.initialValues) : draft.initialValues,
    onValuesChange: draft.onValuesChange,
    validate: rules,
  });
  const makes = (kind === "order" || kind === "contract") && customer.stage !== "customer";
  const submit = form.onSubmit((values) => {
    const saving = add.mutateAsync(
      { kind, status: values.status, ...asPaper(kind, values) },
      {
        onSuccess: ({ number, made_customer }) => {
          const said = made_customer ? "commerce.addedAsCustomer" : "commerce.added";
          tellDone(t(said, { number, name: customer.name }));
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
        {makes && <Alert color="blue">{t("commerce.makesCustomer")}</Alert>}
        {BEGINNINGS[kind].length > 1 && (
          <Select
            label={t("commerce.status")}
            allowDeselect={false}
            data={BEGINNINGS[kind].map((one) => ({
              value: one,
              label: t(`commerce.statuses.${one}`),
            }))}
            value={form.values.status}
            onChange={(value) => value && form.setFieldValue("status", value as Status)}
          />
        )}
        <PaperInputs
          kind={kind}
          customer={customer}
          form={form}
          id={null}
          fixed={false}
          closed={false}
        />
        <FormActions
          submit={t(`commerce.addOne.${kind}`)}
          pending={add.isPending}
          onCancel={() => {
            draft.drop();
            onDone();
          }}
          error={add.error}
          sticky
        />
      </Stack>
    </form>
  );
}
