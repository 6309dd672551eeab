import { Chip, Group, UnstyledButton } from "@mantine/core";
import { IconFileDollar } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { Empty } from "@/components/Empty";
import { calendarDay, day, money } from "@/components/format";
import { Mark } from "@/components/Mark";
import { Paged } from "@/components/Paged";
import rows from "@/components/rows.module.css";
import { Sheet } from "@/components/Sheet";
import { usePages } from "@/components/usePages";
import { AddDealing } from "./AddDealing";
import { type Dealing, type Paper, STATUS_TONES } from "./commerce";
import classes from "./commerce.module.css";
import { DealingPanel } from "./DealingPanel";
import { DEALING_KINDS, type DealingKind } from "./kinds";
import { When } from "./When";

const route = getRouteApi("/shell/customers/$customerId");

/** "Lịch sử giao dịch": quick transactions and documents, the newest first (R039, R210–R214). */
export function DealingsTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [adding, setAdding] = useState<DealingKind | null>(null);
  const kind = search.deals ?? "all";
  const list = usePages<Dealing>(
    ["commerce", "dealings", customer.id],
    `/customers/${customer.id}/dealings`,
    { kind },
  );
  const change = (part: { deals?: DealingKind | undefined; paper?: number | undefined }): void => {
    void navigate({ search: { ...search, ...part }, replace: true });
  };
  return (
    <div className={rows.column}>
      <Sheet
        title={t("commerce.history")}
        flush
        actions={<AddDealing customer={customer} onAdd={setAdding} />}
      >
        <Chip.Group
          value={kind}
          onChange={(value) => change({ deals: DEALING_KINDS.find((one) => one === value) })}
        >
          <Group gap={4} className={classes.filter} role="group" aria-label={t("commerce.filter")}>
            {(["all", ...DEALING_KINDS] as const).map((one) => (
              <Chip key={one} size="xs" value={one}>
                {t(one === "all" ? "commerce.all" : `commerce.kinds.${one}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <Paged
          list={list}
          empty={
            <Empty
              icon={IconFileDollar}
              title={t(kind === "all" ? "commerce.noneHere" : "commerce.noneFound")}
              hint={t("commerce.noneHereHint")}
            />
          }
        >
          <ul className={rows.list} aria-label={t("commerce.history")}>
            {list.rows.map((one) =>
              one.document ? (
                <PaperItem
                  key={`d${one.id}`}
                  paper={one.document}
                  onOpen={() => change({ paper: one.id })}
                />
              ) : (
                <QuickItem key={`t${one.id}`} one={one} />
              ),
            )}
          </ul>
        </Paged>
      </Sheet>
      <DealingPanel
        customer={customer}
        adding={adding}
        open={search.paper}
        onClose={() => {
          setAdding(null);
          if (search.paper !== undefined) change({ paper: undefined });
        }}
      />
    </div>
  );
}

function PaperItem({ paper, onOpen }: { paper: Paper; onOpen: () => void }) {
  const { t } = useTranslation();
  const name = `${t(`commerce.kinds.${paper.kind}`)} ${paper.number}`;
  return (
    <li className={rows.item}>
      <UnstyledButton className={rows.name} onClick={onOpen} title={name}>
        {name}
      </UnstyledButton>
      <Mark tone={STATUS_TONES[paper.status]}>{t(`commerce.statuses.${paper.status}`)}</Mark>
      <div className={rows.second}>
        <span className={rows.value}>{money(paper.amount)}</span>
        <span>{calendarDay(paper.day)}</span>
        {paper.about && <span>{paper.about.number}</span>}
        <When paper={paper} />
        {paper.description && <span className={classes.said}>{paper.description}</span>}
      </div>
    </li>
  );
}

function QuickItem({ one }: { one: Dealing }) {
  const { t } = useTranslation();
  return (
    <li className={rows.item}>
      <span className={rows.name}>{one.transaction?.name}</span>
      <Mark tone="info">{one.transaction?.type ?? t("commerce.kinds.transaction")}</Mark>
      <div className={rows.second}>
        <span>{t("commerce.kinds.transaction")}</span>
        <span>{day(one.at)}</span>
        {one.by && <span>{one.by.name}</span>}
        {one.transaction?.description && (
          <span className={classes.said}>{one.transaction.description}</span>
        )}
      </div>
    </li>
  );
}
