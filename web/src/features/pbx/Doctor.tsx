import { Button, Skeleton, Text } from "@mantine/core";
import { IconCircleCheckFilled, IconCircleXFilled, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { Diagnosis } from "@/api/types";
import { Failed } from "@/components/Failed";
import { exactClock } from "@/components/format";
import { Sheet } from "@/components/Sheet";
import { useWords } from "@/i18n/words";
import classes from "./pbx.module.css";

type Check = Diagnosis["checks"][number];

/** What works and what does not, each failure with its mend. */
export function Doctor({ name }: { name: string }) {
  const { t } = useTranslation();
  const diagnosis = useQuery({
    queryKey: ["doctor", name],
    queryFn: ({ signal }) =>
      get<Diagnosis>(`/pbx/${encodeURIComponent(name)}/doctor`, undefined, signal),
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
  const failures = diagnosis.data?.checks.filter((check) => !check.ok).length ?? 0;
  return (
    <Sheet
      title={t("pbx.doctor", { name })}
      flush
      actions={
        <Button
          variant="default"
          leftSection={<IconRefresh size={15} aria-hidden="true" />}
          loading={diagnosis.isFetching}
          onClick={() => void diagnosis.refetch()}
        >
          {t("common.tryAgain")}
        </Button>
      }
    >
      {diagnosis.isPending && <Skeleton h={220} m="md" w="auto" />}
      {diagnosis.isError && (
        <Failed error={diagnosis.error} retry={() => void diagnosis.refetch()} />
      )}
      {diagnosis.data && (
        <>
          <Text size="sm" px={14} py={8} role="status">
            {failures === 0 ? t("pbx.allWell") : t("pbx.failures", { count: failures })}{" "}
            <span className={classes.second}>
              {t("pbx.examinedAt", { at: exactClock(diagnosis.data.at) })}
            </span>
          </Text>
          <ul className={classes.checks}>
            {diagnosis.data.checks.map((check) => (
              <CheckLine key={check.code + JSON.stringify(check.params)} check={check} />
            ))}
          </ul>
        </>
      )}
    </Sheet>
  );
}

function CheckLine({ check }: { check: Check }) {
  const { t } = useTranslation();
  const words = useWords();
  const params = Object.fromEntries(
    Object.entries(check.params ?? {}).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
  return (
    <li className={classes.check}>
      {check.ok ? (
        <IconCircleCheckFilled
          size={18}
          color="var(--ok)"
          role="img"
          aria-label={t("pbx.checkOk")}
        />
      ) : (
        <IconCircleXFilled size={18} color="var(--bad)" role="img" aria-label={t("pbx.checkBad")} />
      )}
      <div>
        <span>{words("checks", check.code, params)}</span>
        {check.mend && <p className={classes.mend}>{words("mends", check.mend, params)}</p>}
      </div>
    </li>
  );
}
