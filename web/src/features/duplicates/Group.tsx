import { Button, Radio, Text } from "@mantine/core";
import { IconArrowMerge } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DuplicateGroup } from "@/api/types";
import { day } from "@/components/format";
import { Sheet } from "@/components/Sheet";
import { useFieldLabel } from "@/features/contacts/fields";
import classes from "./duplicates.module.css";
import { useTellValue } from "./merging";

/** Customers that have the same: one is kept, each other can be merged into it. */
export function Group({ group }: { group: DuplicateGroup }) {
  const { t } = useTranslation();
  const labelOf = useFieldLabel();
  const tell = useTellValue();
  const [oldest] = group.customers;
  const [chosen, setChosen] = useState<number | null>(null);
  const kept = group.customers.find((one) => one.id === chosen) ?? oldest;
  const title = t(group.more ? "duplicates.groupMore" : "duplicates.group", {
    count: group.count,
    field: labelOf(group.field).toLocaleLowerCase(),
  });
  const shared = tell(group.field, group.value);
  return (
    <Sheet title={title} flush>
      {shared && (
        <Text fw={600} px={14} pt={10} className={classes.shared}>
          {shared}
        </Text>
      )}
      <ul className={classes.group}>
        {group.customers.map((one) => (
          <li key={one.id} className={classes.customer}>
            <Radio
              aria-label={t("duplicates.keepWhom", { name: one.name, code: one.code })}
              label={t("duplicates.keep")}
              checked={one === kept}
              onChange={() => setChosen(one.id)}
            />
            <span className={classes.name}>
              <Link
                to="/customers/$customerId"
                params={{ customerId: String(one.id) }}
                className="cut"
                title={one.name}
              >
                {one.name}
              </Link>
              <Text size="xs" c="dimmed" component="span">
                {one.code}
              </Text>
            </span>
            <span className="cut">{one.owner?.name ?? t("contacts.nobody")}</span>
            <span className={classes.date}>{day(one.created_at)}</span>
            {kept && one !== kept && (
              <Button
                renderRoot={(props) => (
                  <Link
                    to="/duplicates/merge"
                    search={{ kept: kept.id, gone: one.id }}
                    {...props}
                  />
                )}
                variant="default"
                size="compact-sm"
                leftSection={<IconArrowMerge size={14} aria-hidden="true" />}
                aria-label={t("duplicates.mergeWhom", { name: one.name, code: one.code })}
              >
                {t("duplicates.mergeInto")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {group.count > group.customers.length && (
        <Text size="sm" c="dimmed" px={14} pb={10}>
          {t(group.more ? "duplicates.moreThan" : "duplicates.more", {
            count: group.count - group.customers.length,
          })}
        </Text>
      )}
    </Sheet>
  );
}
