import { Button, Menu } from "@mantine/core";
import { IconArrowMerge, IconDots, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay } from "@/features/session/session";

/** What lists of customers have beside them: duplicates, and what was deleted. */
export function DirectoryMenu() {
  const { t } = useTranslation();
  const may = useMay();
  if (!may("customers.merge") && !may("customers.delete")) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" px={8} aria-label={t("common.more")}>
          <IconDots size={16} aria-hidden="true" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {may("customers.merge") && (
          <Menu.Item
            renderRoot={(props) => <Link to="/duplicates" {...props} />}
            leftSection={<IconArrowMerge size={15} aria-hidden="true" />}
          >
            {t("duplicates.title")}
          </Menu.Item>
        )}
        {may("customers.delete") && (
          <Menu.Item
            renderRoot={(props) => <Link to="/deleted" {...props} />}
            leftSection={<IconTrash size={15} aria-hidden="true" />}
          >
            {t("contacts.deleted.title")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
