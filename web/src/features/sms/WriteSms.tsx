import { Anchor, Select, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { Customer } from "@/api/types";
import { useMay } from "@/features/session/session";
import { BodyField } from "./BodyField";
import { PreviewBox } from "./PreviewBox";
import { readRecipient } from "./RecipientSelect";
import { SmsNumbers } from "./SmsNumbers";
import { type SmsTemplate, type TemplatePage, useSmsPreview } from "./sms";

/** R300: a template filled for this customer or one of its contacts, to copy or to take along. */
export function WriteSms({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const [recipient, setRecipient] = useState(`customer-${customer.id}`);
  const [text, setText] = useState("");
  const [body] = useDebouncedValue(text, 250);
  const preview = useSmsPreview(body, readRecipient(recipient));
  const current = body === text && !preview.isPlaceholderData ? preview.data : undefined;
  return (
    <Stack gap="sm">
      <Select
        label={t("sms.recipient")}
        value={recipient}
        onChange={(next) => next && setRecipient(next)}
        data={[
          {
            group: t("sms.fieldsOf.customer"),
            items: [{ value: `customer-${customer.id}`, label: customer.name }],
          },
          {
            group: t("sms.fieldsOf.contact"),
            items: customer.contacts.map((one) => ({
              value: `contact-${one.id}`,
              label: one.title ? `${one.name} (${one.title})` : one.name,
            })),
          },
        ]}
      />
      <TemplateSelect onPick={(template) => setText(template.body)} />
      <BodyField value={text} onChange={setText} />
      <PreviewBox
        preview={preview.data}
        error={preview.error}
        of={recipient.startsWith("contact-") ? "contact" : "customer"}
      />
      <SmsNumbers preview={preview.data} ready={current} />
    </Stack>
  );
}

const FOUND = 50;

function TemplateSelect({ onPick }: { onPick: (template: SmsTemplate) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<SmsTemplate | null>(null);
  const [query] = useDebouncedValue(typed === chosen?.name ? "" : typed.trim(), 200);
  const { data } = useQuery({
    queryKey: ["sms-templates", "list", "choice", query],
    queryFn: ({ signal }) =>
      get<TemplatePage>("/sms-templates", { q: query, limit: FOUND }, signal),
    placeholderData: keepPreviousData,
  });
  const rows = data?.rows ?? [];
  const shown = chosen && !rows.some((one) => one.id === chosen.id) ? [chosen, ...rows] : rows;
  const none = data?.total === 0 && query === "";
  return (
    <Select
      label={t("sms.template")}
      placeholder={t(none ? "sms.none" : "sms.pick")}
      description={
        none &&
        (may("marketing.sms") ? (
          <Anchor
            size="xs"
            renderRoot={(props) => (
              <Link to="/marketing/sms" search={{ create: true }} {...props} />
            )}
          >
            {t("sms.makeFirst")}
          </Anchor>
        ) : (
          t("sms.askForOne")
        ))
      }
      searchable
      // The server has looked already, with or without diacritics.
      filter={({ options }) => options}
      nothingFoundMessage={t("shell.nothingFound")}
      searchValue={typed}
      onSearchChange={setTyped}
      value={chosen ? String(chosen.id) : null}
      onChange={(next) => {
        const template = shown.find((one) => String(one.id) === next);
        if (!template) return;
        setChosen(template);
        onPick(template);
      }}
      data={shown.map((one) => ({ value: String(one.id), label: one.name }))}
    />
  );
}
