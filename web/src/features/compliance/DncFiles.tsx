import { Alert, Progress, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { DncEntry, DncImport } from "@/api/types";
import { count, moment } from "@/components/format";
import { Mark, type Tone } from "@/components/Mark";
import { Paged } from "@/components/Paged";
import { usePages } from "@/components/usePages";
import { useWords } from "@/i18n/words";
import classes from "./compliance.module.css";

const POLL_MS = 1_000;
const TONES: Record<DncImport["state"], Tone> = {
  reading: "info",
  writing: "info",
  done: "ok",
  failed: "bad",
};

const isWorking = (one: DncImport): boolean => one.state === "reading" || one.state === "writing";

interface Props {
  list: DncEntry["list"];
  /** One is on its way to the server, which may have begun with it already. */
  sending: boolean;
}

/** The files that were taken into a list; those on their way with how far they are. */
export function DncFiles({ list, sending }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const files = usePages<DncImport>(["dnc", "imports"], "/dnc/imports", { list });
  const working = sending || files.rows.some(isWorking);
  useEffect(() => {
    if (!working) return;
    // The list of numbers as well: each is in force, and there to be seen, once it is written.
    const timer = setInterval(() => void client.invalidateQueries({ queryKey: ["dnc"] }), POLL_MS);
    return () => clearInterval(timer);
  }, [working, client]);
  return (
    <section aria-label={t("dnc.files")}>
      <Text size="sm" fw={600} mb={6}>
        {t("dnc.files")}
      </Text>
      <Paged
        list={files}
        empty={
          <Text size="sm" c="dimmed">
            {t("dnc.noFiles")}
          </Text>
        }
      >
        <ul className={classes.files}>
          {files.rows.map((one) => (
            <FileLine key={one.id} one={one} />
          ))}
        </ul>
      </Paged>
    </section>
  );
}

function FileLine({ one }: { one: DncImport }) {
  const { t } = useTranslation();
  const words = useWords();
  const share = one.total ? (100 * one.done) / one.total : 0;
  return (
    <li>
      <div className={classes.fileHead}>
        <span className="cut" title={one.file_name}>
          {one.file_name}
        </span>
        <Mark tone={TONES[one.state]}>{t(`dnc.states.${one.state}`)}</Mark>
      </div>
      <Text size="xs" c="dimmed">
        {moment(one.at)}
        {one.by && ` · ${one.by.name}`}
      </Text>
      {isWorking(one) && (
        <div role="status">
          <Progress value={share} animated aria-label={t("bulk.progress")} my={4} />
          <Text size="xs">
            {one.total === null
              ? t("dnc.mayLeave")
              : `${t("bulk.doneOf", { done: count(one.done), total: count(one.total) })} · ${t("dnc.mayLeave")}`}
          </Text>
        </div>
      )}
      {one.error && (
        <Alert color="red" p={6} my={4}>
          {words("errors", one.error.code, one.error.params)}
          {one.total !== null &&
            ` ${t("bulk.doneOf", { done: count(one.done), total: count(one.total) })}`}
        </Alert>
      )}
      {one.state === "done" && (
        <Text size="xs">
          {[
            t("dnc.importAdded", { n: count(one.added) }),
            t("dnc.importRemoved", { n: count(one.removed) }),
            t("dnc.importInvalid", { n: count(one.invalid) }),
          ].join(" · ")}
        </Text>
      )}
    </li>
  );
}
