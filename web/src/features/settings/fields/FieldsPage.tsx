import { Button, Text } from "@mantine/core";
import { IconForms, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldView } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { isLost } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { fieldsQuery } from "@/features/contacts/fields";
import classes from "../settings.module.css";
import { FieldPanel } from "./FieldPanel";
import { FieldRow } from "./FieldRow";
import { StandardFields } from "./StandardFields";

/** R330, R331, R027: fields of one's own, and which fields must be filled. */
export function FieldsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(fieldsQuery);
  const [panel, setPanel] = useState<{ field: FieldView | null } | null>(null);
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  const own = data.rows.filter((one) => one.custom_id !== null);
  const add = (
    <Button
      leftSection={<IconPlus size={15} aria-hidden="true" />}
      onClick={() => setPanel({ field: null })}
    >
      {t("settings.fields.add")}
    </Button>
  );
  return (
    <Page title={t("settings.fields.title")} actions={add}>
      <div className={classes.narrow}>
        <Sheet title={t("settings.fields.own")} flush>
          {own.length === 0 ? (
            <Empty
              icon={IconForms}
              title={t("settings.fields.none")}
              hint={t("settings.fields.noneHint")}
            />
          ) : (
            <Text size="sm" c="dimmed" px={14} py={8}>
              {t("settings.fields.ownHint")}
            </Text>
          )}
          {own.map((field, at) => (
            <FieldRow
              key={field.key}
              field={field}
              at={at}
              count={own.length}
              onEdit={() => setPanel({ field })}
            />
          ))}
        </Sheet>
      </div>
      <StandardFields fields={data.rows} />
      <SidePanel
        opened={panel !== null}
        onClose={() => setPanel(null)}
        title={t(panel?.field ? "settings.fields.edit" : "settings.fields.add")}
      >
        {panel && (
          <FieldPanel
            key={panel.field?.key ?? ""}
            field={panel.field}
            onDone={() => setPanel(null)}
          />
        )}
      </SidePanel>
    </Page>
  );
}
