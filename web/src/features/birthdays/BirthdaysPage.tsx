import { UnstyledButton } from "@mantine/core";
import { IconCake } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { Mark } from "@/components/Mark";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { isLost } from "@/components/problem";
import rowClasses from "@/components/rows.module.css";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { useWords } from "@/i18n/words";
import { type Birthday, birthdaysQuery, dayOfYear } from "./birthdays";
import classes from "./birthdays.module.css";

const route = getRouteApi("/shell/birthdays");

/** Colleagues who have a birthday from today to the end of the month, each with its details. */
export function BirthdaysPage() {
  const { t } = useTranslation();
  const { person } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery(birthdaysQuery);
  const show = (id: number | undefined): void => {
    void navigate({ search: id === undefined ? {} : { person: id }, replace: true });
  };
  if (isLost(list.error, list.data))
    return <Failed error={list.error} retry={() => void list.refetch()} />;
  if (!list.data) return <PageSkeleton />;
  const { rows } = list.data;
  const shown = rows.find((one) => one.person.id === person);
  return (
    <Page title={t("birthdays.title")}>
      <Sheet flush>
        {rows.length === 0 ? (
          <Empty icon={IconCake} title={t("birthdays.none")} hint={t("birthdays.noneHint")} />
        ) : (
          <ul className={rowClasses.list} aria-label={t("birthdays.title")}>
            {rows.map((one) => (
              <li key={one.person.id} className={`${rowClasses.item} ${rowClasses.marked}`}>
                <IconCake size={18} stroke={1.6} aria-hidden="true" />
                <UnstyledButton className={rowClasses.name} onClick={() => show(one.person.id)}>
                  {one.person.name}
                </UnstyledButton>
                <div className={rowClasses.second}>
                  <span>{dayOfYear(one.day)}</span>
                  <HowSoon one={one} />
                  {(one.team ?? one.department) && <span>{one.team ?? one.department}</span>}
                </div>
              </li>
            ))}
          </ul>
        )}
      </Sheet>
      <SidePanel
        opened={shown !== undefined}
        onClose={() => show(undefined)}
        title={shown?.person.name ?? ""}
      >
        {shown && <Details one={shown} />}
      </SidePanel>
    </Page>
  );
}

function HowSoon({ one }: { one: Birthday }) {
  const { t } = useTranslation();
  return one.days_left === 0 ? (
    <Mark tone="ok">{t("birthdays.today")}</Mark>
  ) : (
    <span>{t("birthdays.inDays", { count: one.days_left })}</span>
  );
}

function Details({ one }: { one: Birthday }) {
  const { t } = useTranslation();
  const words = useWords();
  const { person } = one;
  const facts = [
    ["birthday", dayOfYear(one.day)],
    ["role", one.role_name ?? words("roles", person.role)],
    ["team", one.team],
    ["department", one.department],
    ["extension", person.extension],
  ] as const;
  return (
    <>
      <p className={classes.soon}>
        <IconCake size={20} stroke={1.6} aria-hidden="true" />
        <HowSoon one={one} />
      </p>
      <dl className={classes.facts}>
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{t(`birthdays.fact.${name}`)}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </>
  );
}
