import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import {
  IconBook2,
  IconDeviceDesktop,
  IconKey,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconShieldCheck,
  IconSun,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useTellProblem } from "@/components/problem";
import { BirthdayItems } from "@/features/birthdays/BirthdayItems";
import { birthdaysQuery } from "@/features/birthdays/birthdays";
import { LanguageSwitch } from "@/features/session/LanguageSwitch";
import { useMay, useSignOut, useUser } from "@/features/session/session";
import { useWords } from "@/i18n/words";
import { openKeysHelp } from "./KeysHelp";
import classes from "./Shell.module.css";

const SCHEMES = [
  { value: "light", icon: IconSun },
  { value: "dark", icon: IconMoon },
  { value: "auto", icon: IconDeviceDesktop },
] as const;

/** The last two parts of a Vietnamese name are the given ones. */
function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(-2)
    .map((part) => part.charAt(0))
    .join("");
}

export function PersonMenu() {
  const { t } = useTranslation();
  const words = useWords();
  const user = useUser();
  const signOut = useSignOut();
  const may = useMay();
  const tell = useTellProblem();
  // Asked for before the menu is opened, which then does not move.
  const birthdays = useQuery(birthdaysQuery).data?.rows ?? [];
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" width={250} shadow="md">
      <Menu.Target>
        <UnstyledButton className={classes.menuButton}>
          <span className="heard-only">{t("shell.person", { name: user.name })}</span>
          <Avatar size={28} color="petrol" alt="" name="" aria-hidden="true">
            {initials(user.name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate title={user.name}>
            {user.name}
          </Text>
          {user.role_name ?? words("roles", user.role)}
          {user.extension && ` · ${t("shell.phoneOf", { extension: user.extension })}`}
        </Menu.Label>
        <BirthdayItems rows={birthdays} />
        <Menu.Divider />
        <Menu.Label>
          <LanguageSwitch />
        </Menu.Label>
        {SCHEMES.map(({ value, icon: Picture }) => (
          <Menu.Item
            key={value}
            leftSection={<Picture size={15} aria-hidden="true" />}
            onClick={() => setColorScheme(value)}
            aria-current={colorScheme === value}
            fw={colorScheme === value ? 600 : 400}
          >
            {t(`shell.scheme.${value}`)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to="/rights/me"
          leftSection={<IconShieldCheck size={15} aria-hidden />}
        >
          {t("rights.mine")}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={15} aria-hidden />} onClick={openKeysHelp}>
          {t("shell.keys")}
        </Menu.Item>
        {may("api.tokens") && (
          <Menu.Item component={Link} to="/tokens" leftSection={<IconKey size={15} aria-hidden />}>
            {t("tokens.title")}
          </Menu.Item>
        )}
        <Menu.Item
          component="a"
          href="/docs/"
          target="_blank"
          rel="noreferrer"
          leftSection={<IconBook2 size={15} aria-hidden />}
        >
          {t("shell.apiDocs")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={15} aria-hidden />}
          onClick={() => void signOut().catch(tell)}
        >
          {t("shell.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
