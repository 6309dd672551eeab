import { Button, Group, Text } from "@mantine/core";
import { IconUserPlus, IconUserSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CallCard } from "@/api/types";
import { useTellProblem } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { CreateCustomer } from "@/features/contacts/CreateCustomer";
import { useMay } from "@/features/session/session";
import { AttachExisting } from "./AttachExisting";
import { useAttach } from "./attach";

/** Nobody has this number: make a customer of it, or give it to one, without leaving the call. */
export function UnknownCaller({ call }: { call: CallCard }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const may = useMay();
  const attach = useAttach(call);
  const [way, setWay] = useState<"create" | "attach" | null>(null);
  return (
    <Sheet title={t("desk.unknown")}>
      {way === null && (
        <>
          <Text size="sm" c="dimmed" mb="sm">
            {t("desk.unknownHint", { number: call.display })}
          </Text>
          <Group gap="xs">
            <Button
              leftSection={<IconUserPlus size={16} aria-hidden="true" />}
              onClick={() => setWay("create")}
            >
              {t("contacts.create")}
            </Button>
            <Button
              variant="default"
              leftSection={<IconUserSearch size={16} aria-hidden="true" />}
              onClick={() => setWay("attach")}
            >
              {t("desk.attach")}
            </Button>
            {may("customers.lookup") && (
              <Button component={Link} to="/lookup" variant="subtle">
                {t("lookup.title")}
              </Button>
            )}
          </Group>
        </>
      )}
      {way === "create" && (
        <CreateCustomer
          phone={call.number ?? ""}
          onCancel={() => setWay(null)}
          onCreated={(customer) => {
            const contact = customer.contacts[0];
            if (contact) attach.mutate(contact.id, { onError: tell });
          }}
        />
      )}
      {way === "attach" && <AttachExisting call={call} onCancel={() => setWay(null)} />}
    </Sheet>
  );
}
