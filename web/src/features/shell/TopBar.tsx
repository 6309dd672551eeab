import { Kbd, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Bell } from "@/features/notifications/Bell";
import { useMay } from "@/features/session/session";
import { Links } from "./Links";
import { PersonMenu } from "./PersonMenu";
import { PhoneMark } from "./PhoneMark";
import { PresenceMenu } from "./PresenceMenu";
import { palette } from "./paletteStore";
import classes from "./Shell.module.css";

export function TopBar() {
  const { t } = useTranslation();
  const may = useMay();
  return (
    <header className={classes.bar}>
      <div className={classes.left}>
        <Links />
      </div>
      <UnstyledButton
        className={classes.search}
        aria-label={`${t("shell.search")}: ${t("shell.searchHint")} Ctrl+K`}
        aria-keyshortcuts="Control+K"
        onClick={() => palette.open()}
      >
        <IconSearch size={15} aria-hidden="true" />
        <span className="cut">{t("shell.searchHint")}</span>
        <Kbd size="xs">Ctrl+K</Kbd>
      </UnstyledButton>
      <div className={classes.right}>
        {may("call") && (
          <>
            <PhoneMark />
            <PresenceMenu />
          </>
        )}
        <Bell />
        <PersonMenu />
      </div>
    </header>
  );
}
