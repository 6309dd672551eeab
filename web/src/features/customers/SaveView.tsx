import { Button, Group, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { FormError } from "@/components/FormError";
import { useBase } from "@/components/rebase";
import { useMay } from "@/features/session/session";
import { useChangeView, useCreateView, type ViewForm } from "./lists";
import { bare, type SavedView, type ViewQuery } from "./search";

interface Props {
  saved: SavedView | undefined;
  query: ViewQuery;
  columns: string[];
  size: number;
  onSaved: (view: SavedView) => void;
}

/** What is filled in here; the list itself follows its view while it is looked at. */
const valuesOf = (view: SavedView | null) => ({
  name: view?.name ?? "",
  shared: view?.shared ?? ("private" as NonNullable<ViewForm["shared"]>),
});

/** Keep what is shown: as a new view, or as the one that is open. */
export function SaveView({ saved, query, columns, size, onSaved }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const create = useCreateView();
  const change = useChangeView();
  const editable = saved?.can_edit ? saved : null;
  const form = useForm({
    initialValues: valuesOf(editable),
    validate: { name: (value) => (value.trim() ? null : t("codes.fields.missing")) },
  });
  const base = useBase(editable, valuesOf, form, change);
  const mine = base.record;
  const { name, shared } = form.values;
  const what = {
    query: { ...query, filters: query.filters.map(bare) },
    columns,
    page_size: size,
    shared,
    name: name.trim(),
  };
  const error = create.error ?? change.error;
  const reasons = {
    private: undefined,
    team: undefined,
    all: may("views.share") ? undefined : t("customers.views.mayNotShare"),
  };
  const saveNew = (): void => create.mutate({ list: "customers", ...what }, { onSuccess: onSaved });
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(() => {
        if (mine) {
          change.mutate(
            { id: mine.id, change: { ...what, version: mine.version } },
            { onSuccess: onSaved },
          );
        } else saveNew();
      })}
    >
      <Stack gap="sm">
        <FormError error={error} onTakeNew={base.takeNew} />
        <Text size="sm" c="dimmed">
          {t("customers.views.saveHint")}
        </Text>
        <TextInput
          label={t("customers.views.name")}
          required
          maxLength={120}
          data-autofocus
          {...form.getInputProps("name")}
        />
        <Radio.Group label={t("customers.views.who")} {...form.getInputProps("shared")}>
          <Stack gap={6} mt={6}>
            {(["private", "team", "all"] as const).map((one) => (
              <Radio
                key={one}
                value={one}
                label={t(`customers.views.shared.${one}`)}
                description={reasons[one]}
                disabled={reasons[one] !== undefined}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end" gap="xs">
          {mine && (
            <Button
              variant="default"
              loading={create.isPending}
              disabled={name.trim() === mine.name}
              title={name.trim() === mine.name ? t("customers.views.otherName") : undefined}
              onClick={() => form.onSubmit(saveNew)()}
            >
              {t("customers.views.saveAsNew")}
            </Button>
          )}
          <Button type="submit" loading={mine ? change.isPending : create.isPending}>
            {t(mine ? "customers.views.update" : "customers.views.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
