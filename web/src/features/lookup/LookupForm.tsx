import { Button, Group, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useEverybody } from "@/features/contacts/everybody";
import type { Criteria } from "./lookup";
import classes from "./lookup.module.css";

interface Props {
  asked: Criteria;
  onAsk: (criteria: Criteria) => void;
  pending: boolean;
}

/** R146, and by phone. Enter asks; nothing is asked while typing, for every question is noted. */
export function LookupForm({ asked, onAsk, pending }: Props) {
  const { t } = useTranslation();
  const people = useEverybody();
  const form = useForm({
    initialValues: {
      code: asked.code ?? "",
      name: asked.name ?? "",
      phone: asked.phone ?? "",
      owner: asked.ownerId === undefined ? null : String(asked.ownerId),
      address: asked.address ?? "",
      office: asked.office ?? "",
    },
  });
  const submit = form.onSubmit(({ owner, ...texts }) => {
    const given = Object.entries(texts).map(([key, text]) => [key, text.trim() || undefined]);
    onAsk({ ...Object.fromEntries(given), ownerId: owner === null ? undefined : Number(owner) });
  });
  return (
    <form onSubmit={submit} className={classes.form} aria-label={t("lookup.title")}>
      <TextInput label={t("lookup.name")} data-autofocus {...form.getInputProps("name")} />
      <TextInput
        label={t("lookup.phone")}
        placeholder={t("lookup.phoneHint")}
        inputMode="tel"
        maxLength={64}
        {...form.getInputProps("phone")}
      />
      <TextInput label={t("lookup.code")} {...form.getInputProps("code")} />
      <Select
        label={t("lookup.owner")}
        placeholder={t("lookup.anybody")}
        searchable
        clearable
        nothingFoundMessage={t("shell.nothingFound")}
        data={people.map((one) => ({ value: String(one.id), label: one.name }))}
        {...form.getInputProps("owner")}
      />
      <TextInput label={t("lookup.address")} {...form.getInputProps("address")} />
      <TextInput label={t("lookup.officeAddress")} {...form.getInputProps("office")} />
      <Group gap="xs" className={classes.buttons}>
        <Button
          type="submit"
          loading={pending}
          leftSection={<IconSearch size={15} aria-hidden="true" />}
        >
          {t("lookup.submit")}
        </Button>
        <Button
          variant="default"
          onClick={() => {
            form.setValues({
              code: "",
              name: "",
              phone: "",
              owner: null,
              address: "",
              office: "",
            });
            onAsk({});
          }}
        >
          {t("lookup.clear")}
        </Button>
      </Group>
    </form>
  );
}
