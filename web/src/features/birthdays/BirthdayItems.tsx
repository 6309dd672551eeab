import { Menu, Text } from "@mantine/core";
import { IconCake } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Birthday, dayOfYear } from "./birthdays";

const MOST_SHOWN = 4;

/** In one's own menu: whose birthday comes up this month; nothing when it is nobody's (R376). */
export function BirthdayItems({ rows }: { rows: readonly Birthday[] }) {
  const { t } = useTranslation();
  if (rows.length === 0) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>{t("birthdays.title")}</Menu.Label>
      {rows.slice(0, MOST_SHOWN).map(({ person, day, days_left }) => (
        <Menu.Item
          key={person.id}
          renderRoot={(props) => <Link to="/birthdays" search={{ person: person.id }} {...props} />}
          leftSection={<IconCake size={15} aria-hidden />}
          rightSection={
            <Text size="xs" c="dimmed">
              {days_left === 0 ? t("birthdays.today") : dayOfYear(day)}
            </Text>
          }
        >
          {person.name}
        </Menu.Item>
      ))}
      {rows.length > MOST_SHOWN && (
        <Menu.Item component={Link} to="/birthdays">
          {t("birthdays.all", { count: rows.length })}
        </Menu.Item>
      )}
    </>
  );
}
