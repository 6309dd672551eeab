import { Button } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "./Empty";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty icon={IconMapOff} title={t("common.notFound")} hint={t("common.notFoundHint")}>
      <Button component={Link} to="/" variant="default">
        {t("common.home")}
      </Button>
    </Empty>
  );
}
