import { Button, Table, Text } from "@mantine/core";
import { IconSearch, IconUserPlus, IconUserQuestion } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { LookupPage } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Mark } from "@/components/Mark";
import { useMay } from "@/features/session/session";

interface Props {
  page: LookupPage | undefined;
  onCreate: () => void;
}

/** R148: what tells customers apart, and no more; one that may be opened is a link. */
export function Found({ page, onCreate }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  if (!page) {
    return <Empty icon={IconSearch} title={t("lookup.start")} hint={t("lookup.startHint")} />;
  }
  const create = may("customers.create") && (
    <Button
      leftSection={<IconUserPlus size={15} aria-hidden="true" />}
      variant={page.rows.length > 0 ? "default" : "filled"}
      onClick={onCreate}
    >
      {t("lookup.create")}
    </Button>
  );
  if (page.rows.length === 0) {
    return (
      <Empty icon={IconUserQuestion} title={t("lookup.none")} hint={t("lookup.noneHint")}>
        {create}
      </Empty>
    );
  }
  return (
    <>
      <Table.ScrollContainer minWidth={0} type="native">
        <Table horizontalSpacing="sm" verticalSpacing={7}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("lookup.name")}</Table.Th>
              <Table.Th>{t("lookup.code")}</Table.Th>
              <Table.Th>{t("lookup.owner")}</Table.Th>
              <Table.Th visibleFrom="md">{t("lookup.address")}</Table.Th>
              <Table.Th visibleFrom="md">{t("lookup.officeAddress")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {page.rows.map((row) => (
              <Table.Tr key={row.id}>
                <Table.Td fw={600}>
                  {row.may_open ? (
                    <Link to="/customers/$customerId" params={{ customerId: String(row.id) }}>
                      {row.name}
                    </Link>
                  ) : (
                    <>
                      {row.name}
                      <Text size="xs" c="dimmed" fw={400}>
                        {t("lookup.notYours")}
                      </Text>
                    </>
                  )}
                </Table.Td>
                <Table.Td>{row.code}</Table.Td>
                <Table.Td>
                  {row.owner ? row.owner.name : <Mark tone="info">{t("lookup.nobody")}</Mark>}
                </Table.Td>
                <Table.Td visibleFrom="md">{row.address ?? "–"}</Table.Td>
                <Table.Td visibleFrom="md">{row.office_address ?? "–"}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="sm" c="dimmed" px="sm" py={8}>
        {page.more ? t("lookup.more") : t("lookup.found", { count: page.rows.length })}
      </Text>
      <Text px="sm" pb="sm" component="div">
        {create}
      </Text>
    </>
  );
}
