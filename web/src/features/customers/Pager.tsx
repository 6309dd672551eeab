import { Button, Group, Select, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { count } from "@/components/format";
import classes from "./customers.module.css";
import type { CustomerPage } from "./lists";
import { PAGE_SIZES } from "./search";

interface Props {
  page: CustomerPage | undefined;
  size: number;
  onSize: (size: number) => void;
  onCursor: (cursor: string) => void;
}

/** Which rows of how many, and the pages before and after, by the server's cursors. */
export function Pager({ page, size, onSize, onCursor }: Props) {
  const { t } = useTranslation();
  const rows = page?.rows.length ?? 0;
  const shown = page && rows > 0 ? `${count(page.first)}–${count(page.first + rows - 1)}` : "0";
  const ways = [
    { name: "previous", cursor: page?.previous, icon: IconChevronLeft },
    { name: "next", cursor: page?.next, icon: IconChevronRight },
  ] as const;
  return (
    <nav className={classes.foot} aria-label={t("customers.pages.title")}>
      <Text size="sm" c="dimmed">
        {page &&
          t(page.more ? "customers.pages.ofMore" : "customers.pages.of", {
            shown,
            total: count(page.total),
          })}
      </Text>
      <Select
        size="xs"
        w={130}
        aria-label={t("customers.pages.size")}
        allowDeselect={false}
        data={PAGE_SIZES.map((one) => ({
          value: String(one),
          label: t("customers.pages.rows", { n: one }),
        }))}
        value={String(size)}
        onChange={(next) => onSize(Number(next))}
      />
      <Group gap={4}>
        {ways.map(({ name, cursor, icon: Picture }) => (
          <Button
            key={name}
            size="compact-sm"
            variant="default"
            disabled={!cursor}
            title={cursor ? undefined : t(`customers.pages.no_${name}`)}
            leftSection={name === "previous" && <Picture size={15} aria-hidden="true" />}
            rightSection={name === "next" && <Picture size={15} aria-hidden="true" />}
            onClick={() => cursor && onCursor(cursor)}
          >
            {t(`customers.pages.${name}`)}
          </Button>
        ))}
      </Group>
    </nav>
  );
}
