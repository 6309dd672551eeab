import { Button, Group } from "@mantine/core";
import { IconUserOff } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Person } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Page } from "@/components/Page";
import { useMay } from "@/features/session/session";
import { claimedKey } from "./customers";

/** Not there, or no longer to be seen: somebody else claimed it a moment ago, say. */
export function CustomerGone({ id }: { id: number }) {
  const { t } = useTranslation();
  const may = useMay();
  const owner = useQueryClient().getQueryData<Person>(claimedKey(id));
  return (
    <Page title={t("contacts.customer")}>
      <Empty
        icon={IconUserOff}
        title={owner ? t("contacts.goneTo", { name: owner.name }) : t("contacts.gone")}
        hint={t(owner ? "contacts.goneToHint" : "contacts.goneHint")}
      >
        <Group gap="xs" mt={6}>
          <Button component={Link} to="/contacts">
            {t("contacts.toList")}
          </Button>
          {may("customers.lookup") && (
            <Button component={Link} to="/lookup" variant="default">
              {t("shell.place.lookup")}
            </Button>
          )}
        </Group>
      </Empty>
    </Page>
  );
}
