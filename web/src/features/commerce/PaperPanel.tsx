import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "@/components/Failed";
import { moment, money } from "@/components/format";
import { Mark } from "@/components/Mark";
import { PageSkeleton } from "@/components/PageSkeleton";
import { isLost } from "@/components/problem";
import { customerQuery } from "@/features/contacts/customers";
import { useMay } from "@/features/session/session";
import { paperQuery, STATUS_TONES } from "./commerce";
import classes from "./commerce.module.css";
import { EditPaper } from "./EditPaper";
import { NewPaper } from "./NewPaper";
import { copyLines } from "./paperValues";

/** One document: what it says, and what may become of it. */
export function PaperPanel({ id, onDone }: { id: number; onDone: () => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const [ordering, setOrdering] = useState(false);
  const [moved, setMoved] = useState(0);
  const { data: paper, error, refetch } = useQuery(paperQuery(id));
  const customer = useQuery({
    ...customerQuery(paper?.customer.id ?? 0),
    enabled: paper !== undefined,
  });
  if (isLost(error, paper)) return <Failed error={error} retry={() => void refetch()} />;
  if (isLost(customer.error, customer.data)) return <Failed error={customer.error} />;
  if (!paper || !customer.data) return <PageSkeleton />;
  const off = may("commerce.edit")
    ? paper.can_edit
      ? null
      : t("commerce.notEditable")
    : t("commerce.noRight");
  if (ordering) {
    const preset = {
      lines: copyLines(paper),
      amount: paper.amount,
      contact: paper.contact?.id ?? null,
      description: paper.description ?? "",
    };
    return (
      <Stack gap="sm">
        <Text fw={600}>{t("commerce.orderOfQuote")}</Text>
        <NewPaper kind="order" customer={customer.data} preset={preset} onDone={onDone} />
      </Stack>
    );
  }
  return (
    <Stack gap="sm">
      <div>
        <div className={classes.headLine}>
          <Text fw={600}>
            {t(`commerce.kinds.${paper.kind}`)} {paper.number}
          </Text>
          <Mark tone={STATUS_TONES[paper.status]}>{t(`commerce.statuses.${paper.status}`)}</Mark>
          <Text fw={600} className={classes.figure}>
            {money(paper.amount)}
          </Text>
        </div>
        <Link
          to="/customers/$customerId"
          params={{ customerId: String(paper.customer.id) }}
          search={{ tab: "dealings" }}
        >
          {paper.customer.name}
        </Link>
        <Text size="sm" c="dimmed">
          {paper.by
            ? t("commerce.createdBy", { name: paper.by.name, at: moment(paper.created_at) })
            : t("commerce.createdAt", { at: moment(paper.created_at) })}
        </Text>
      </div>
      {off && <Alert color="gray">{off}</Alert>}
      {!off && paper.kind === "quote" && paper.status === "accepted" && (
        <Group>
          <Button size="compact-sm" onClick={() => setOrdering(true)}>
            {t("commerce.orderOfQuote")}
          </Button>
        </Group>
      )}
      <EditPaper
        key={`${paper.id}/${moved}`}
        paper={paper}
        customer={customer.data}
        off={off !== null}
        onDone={onDone}
        onMoved={() => setMoved(moved + 1)}
      />
    </Stack>
  );
}
