import { Button, Group, Skeleton, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { NumberBadge, NumberReport } from "@/api/types";
import { Failed } from "@/components/Failed";
import { Mark, type Tone } from "@/components/Mark";
import { Sheet } from "@/components/Sheet";
import { useReasons } from "@/features/calls/reasons";
import { ConsentList } from "@/features/compliance/ConsentList";
import { useWords } from "@/i18n/words";
import classes from "./pbx.module.css";

const route = getRouteApi("/shell/pbx");
const TONES: Record<string, Tone> = { allow: "ok", confirm: "warn", deny: "bad" };

/** Paste a number: what it is, and what the gate would say of it right now. */
export function NumberTester() {
  const { t } = useTranslation();
  const { number } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(number ?? "");
  const report = useQuery({
    queryKey: ["number", number],
    queryFn: ({ signal }) => get<NumberReport>("/numbers/check", { number }, signal),
    enabled: number !== undefined,
    staleTime: 0,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const next = typed.trim() || undefined;
    if (next === number) void report.refetch();
    else void navigate({ search: (old) => ({ ...old, number: next }), replace: true });
  };
  return (
    <Sheet title={t("numbers.title")}>
      <form onSubmit={submit}>
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t("numbers.number")}
            placeholder="+84 912 345 678"
            maxLength={64}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" size="sm" disabled={!typed.trim()} loading={report.isFetching}>
            {t("numbers.check")}
          </Button>
        </Group>
      </form>
      <div role="status">
        {report.isLoading && <Skeleton h={120} mt="sm" />}
        {report.isError && <Failed error={report.error} retry={() => void report.refetch()} />}
        {report.data && <Report report={report.data} />}
      </div>
    </Sheet>
  );
}

function Report({ report }: { report: NumberReport }) {
  const { t } = useTranslation();
  const words = useWords();
  const rows: [string, React.ReactNode][] = [
    [t("numbers.shown"), report.display],
    [t("numbers.e164"), report.e164 ?? t("numbers.notCallable")],
    [t("numbers.kind"), words("numberKinds", report.kind)],
    [t("numbers.carrier"), report.carrier ?? "–"],
    [t("numbers.mended"), report.mended ? words("mendings", report.mended) : "–"],
    [t("numbers.manual"), <Verdict key="m" badge={report.manual} />],
    [t("numbers.campaign"), <Verdict key="c" badge={report.campaign} />],
    [
      t("consents.title"),
      report.e164 ? <ConsentList key={report.e164} number={report.e164} /> : "–",
    ],
  ];
  return (
    <dl className={classes.report}>
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Verdict({ badge }: { badge: NumberBadge }) {
  const words = useWords();
  const reasons = useReasons();
  return (
    <>
      <Mark tone={TONES[badge.verdict] ?? "calm"}>{words("verdicts", badge.verdict)}</Mark>
      {badge.reasons.length > 0 && <div>{reasons(badge.reasons).join(" ")}</div>}
    </>
  );
}
