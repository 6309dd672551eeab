import { ActionIcon, Group, Popover, Stack, Text, Tooltip } from "@mantine/core";
import { IconPhone, IconPhoneOff } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CallButton } from "@/features/calls/CallButton";
import { useMay } from "@/features/session/session";
import type { CustomerRow } from "./lists";

/** R230: the number of the primary contact; of several one is chosen. */
export function CallCustomer({ row }: { row: CustomerRow }) {
  const { t } = useTranslation();
  const may = useMay();
  const [opened, setOpened] = useState(false);
  if (!may("call")) return null;
  if (row.phones.length === 0) {
    return (
      <Tooltip label={t("contacts.noPhone")}>
        <ActionIcon
          variant="subtle"
          aria-label={t("customers.call", { name: row.name })}
          aria-disabled
          data-disabled
        >
          <IconPhoneOff size={16} aria-hidden="true" />
        </ActionIcon>
      </Tooltip>
    );
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <Tooltip label={t("customers.call", { name: row.name })}>
          <ActionIcon
            variant="subtle"
            aria-label={t("customers.call", { name: row.name })}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            <IconPhone size={16} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap={6}>
          {row.phones.map((phone) => (
            <Group key={phone.id} gap="sm" justify="space-between" wrap="nowrap">
              <Text size="sm">
                {phone.contact} · {phone.badge.display}
              </Text>
              <CallButton badge={phone.badge} phoneId={phone.id} name={phone.contact} compact />
            </Group>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
