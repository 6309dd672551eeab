import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { AuditPage as Lines } from "@/api/types";
import { day, exactClock } from "@/components/format";
import { type Tongue, tellFacts, tellSubject } from "./auditDetail";
import classes from "./people.module.css";

interface Props {
  line: Lines["rows"][number];
  tongue: Tongue;
}

/** One line of the audit log, all it says in words; as it is stored on demand. */
export function AuditPanel({ line, tongue }: Props) {
  const { t } = useTranslation();
  const [raw, setRaw] = useState(false);
  const facts = tellFacts(line.action, line.detail, tongue);
  const head = [
    { name: t("audit.at"), text: `${day(line.at)} ${exactClock(line.at)}` },
    { name: t("audit.who"), text: line.user?.name ?? t("audit.nobody") },
    { name: t("audit.subject"), text: tellSubject(line.subject, tongue) },
    { name: t("audit.address"), text: line.address ?? "" },
  ].filter(({ text }) => text !== "");
  return (
    <>
      <dl className={classes.facts}>
        {[...head, ...facts].map(({ name, text }) => (
          <div key={`${name} ${text}`}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {facts.length === 0 && (
        <Text size="sm" c="dimmed" mb="sm">
          {t("audit.nothing")}
        </Text>
      )}
      <Button
        variant="subtle"
        size="compact-xs"
        aria-expanded={raw}
        onClick={() => setRaw((before) => !before)}
      >
        {t("audit.raw")}
      </Button>
      {raw && (
        <pre className={classes.raw}>
          {JSON.stringify({ action: line.action, subject: line.subject, ...line.detail }, null, 2)}
        </pre>
      )}
    </>
  );
}
