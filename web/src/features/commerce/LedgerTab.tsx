import { Button, Skeleton, Text, UnstyledButton } from "@mantine/core";
import { IconReceipt } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Failed } from "@/components/Failed";
import { calendarDay, money } from "@/components/format";
import { Mark } from "@/components/Mark";
import { Paged } from "@/components/Paged";
import { isLost } from "@/components/problem";
import rows from "@/components/rows.module.css";
import { Sheet } from "@/components/Sheet";
import { usePages } from "@/components/usePages";
import { useMay } from "@/features/session/session";
import { type Ledger, type LedgerLine, ledgerQuery } from "./commerce";
import classes from "./commerce.module.css";
import { DealingPanel } from "./DealingPanel";

const route = getRouteApi("/shell/customers/$customerId");
type Charge = Ledger["open"][number];

/** "Công nợ": what a customer owes, and how it came to that (R213). */
export function LedgerTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [paying, setPaying] = useState<Charge | null>(null);
  const { data: ledger, error, refetch } = useQuery(ledgerQuery(customer.id));
  const book = usePages<LedgerLine>(
    ["commerce", "ledger", customer.id, "lines"],
    `/customers/${customer.id}/ledger/lines`,
    {},
  );
  const open = (paper: number | undefined): void => {
    void navigate({ search: { ...search, paper }, replace: true });
  };
  if (isLost(error, ledger)) return <Failed error={error} retry={() => void refetch()} />;
  if (!ledger) return <Skeleton h={260} radius={10} />;
  const preset = paying ? { about: paying.document.id, amount: paying.left } : undefined;
  return (
    <div className={rows.column}>
      <Sheet title={t("commerce.ledger.title")}>
        <Figures ledger={ledger} />
      </Sheet>
      {ledger.open.length > 0 && (
        <Sheet title={t("commerce.ledger.open")} flush>
          <ul className={rows.list} aria-label={t("commerce.ledger.open")}>
            {ledger.open.map((one) => (
              <OpenItem
                key={one.document.id}
                one={one}
                onOpen={() => open(one.document.id)}
                onPay={customer.can_edit ? () => setPaying(one) : null}
              />
            ))}
          </ul>
          {ledger.more_open > 0 && (
            <Text size="sm" c="dimmed" p="sm">
              {t("commerce.ledger.moreOpen", { n: ledger.more_open })}
            </Text>
          )}
        </Sheet>
      )}
      <Sheet title={t("commerce.ledger.book")} flush>
        <Paged
          list={book}
          empty={
            <Empty
              icon={IconReceipt}
              title={t("commerce.ledger.none")}
              hint={t("commerce.ledger.noneHint")}
            />
          }
        >
          {book.rows.length > 0 && <Book lines={book.rows} onOpen={open} />}
        </Paged>
      </Sheet>
      <DealingPanel
        customer={customer}
        adding={paying ? "receipt" : null}
        preset={preset}
        open={search.paper}
        onClose={() => {
          setPaying(null);
          if (search.paper !== undefined) open(undefined);
        }}
      />
    </div>
  );
}

function Figures({ ledger }: { ledger: Ledger }) {
  const { t } = useTranslation();
  return (
    <>
      <dl className={classes.figures}>
        <div>
          <dt>{t("commerce.ledger.balance")}</dt>
          <dd>{money(Math.max(0, ledger.balance))}</dd>
        </div>
        <div>
          <dt>{t("commerce.ledger.overdue")}</dt>
          <dd data-tone={ledger.overdue > 0 ? "bad" : undefined}>{money(ledger.overdue)}</dd>
        </div>
        {ledger.credit > 0 && (
          <div>
            <dt>{t("commerce.ledger.credit")}</dt>
            <dd data-tone="ok">{money(ledger.credit)}</dd>
          </div>
        )}
      </dl>
      <p className={classes.hint}>{t("commerce.ledger.rule")}</p>
    </>
  );
}

interface ItemProps {
  one: Charge;
  onOpen: () => void;
  /** Null: the customer can only be looked at. */
  onPay: (() => void) | null;
}

function OpenItem({ one, onOpen, onPay }: ItemProps) {
  const { t } = useTranslation();
  const may = useMay();
  const name = `${t(`commerce.kinds.${one.document.kind}`)} ${one.document.number}`;
  const on = one.due_on && calendarDay(one.due_on);
  return (
    <li className={rows.item}>
      <UnstyledButton className={rows.name} onClick={onOpen} title={name}>
        {name}
      </UnstyledButton>
      {onPay && may("commerce.edit") && (
        <Button
          variant="light"
          size="compact-xs"
          aria-label={t("commerce.ledger.receiveFor", { number: one.document.number })}
          onClick={onPay}
        >
          {t("commerce.ledger.receive")}
        </Button>
      )}
      <div className={rows.second}>
        <span className={rows.value}>
          {t("commerce.ledger.left", { left: money(one.left), amount: money(one.amount) })}
        </span>
        {one.overdue ? (
          <Mark tone="bad">{t("commerce.ledger.late", { on })}</Mark>
        ) : (
          <span>{on ? t("commerce.ledger.due", { on }) : t("commerce.ledger.noDue")}</span>
        )}
      </div>
    </li>
  );
}

function Book({ lines, onOpen }: { lines: LedgerLine[]; onOpen: (paper: number) => void }) {
  const { t } = useTranslation();
  return (
    <table className={classes.book} aria-label={t("commerce.ledger.book")}>
      <thead>
        <tr>
          <th scope="col">{t("commerce.ledger.document")}</th>
          <th scope="col">{t("commerce.ledger.change")}</th>
          <th scope="col">{t("commerce.ledger.after")}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.document.id}>
            <td>
              <UnstyledButton className={rows.name} onClick={() => onOpen(line.document.id)}>
                {line.document.number}
              </UnstyledButton>
              <div className={classes.said}>
                {calendarDay(line.day)} · {t(`commerce.kinds.${line.document.kind}`)}
                {line.description && ` · ${line.description}`}
              </div>
            </td>
            <td>{line.settled > 0 ? `−${money(line.settled)}` : `+${money(line.charge)}`}</td>
            <td>{money(line.balance)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
