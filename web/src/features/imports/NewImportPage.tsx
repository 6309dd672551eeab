import { Alert, Anchor, Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconDownload, IconFileSpreadsheet } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "@/components/Page";
import { useMay } from "@/features/session/session";
import { KINDS, useUpload } from "./imports";
import classes from "./imports.module.css";
import { useImportError } from "./problems";
import { Step } from "./Step";

const route = getRouteApi("/shell/imports/new");
const TYPES = ".xlsx,.xls,.csv,.txt";

/** The first step: what the rows of the file are, and the file. */
export function NewImportPage() {
  const { t } = useTranslation();
  const may = useMay();
  const { kind = "customers", purpose = "upsert" } = route.useSearch();
  const navigate = route.useNavigate();
  const deleting = purpose === "delete" && may("customers.bulk_delete");
  const asked = deleting ? "delete" : "upsert";
  return (
    <Page title={t(`imports.titles.${asked}.${deleting ? "customers" : kind}`)}>
      <ol className={classes.steps}>
        <Step n={1} title={t("imports.step.file")} summary="" state="now">
          <Stack gap="sm">
            {deleting ? (
              <Alert color="orange">{t("imports.deleteHint")}</Alert>
            ) : (
              <Group gap="sm">
                <SegmentedControl
                  size="xs"
                  aria-label={t("imports.kind")}
                  value={kind}
                  onChange={(value) =>
                    void navigate({
                      search: { kind: KINDS.find((one) => one === value) },
                      replace: true,
                    })
                  }
                  data={KINDS.map((one) => ({
                    value: one as string,
                    label: t(`imports.kinds.${one}`),
                  }))}
                />
                <Anchor
                  size="sm"
                  href={`/api/v1/imports/template?kind=${kind}`}
                  download
                  className={classes.template}
                >
                  <IconDownload size={15} aria-hidden="true" /> {t("imports.template")}
                </Anchor>
              </Group>
            )}
            <DropFile
              kind={deleting ? "customers" : kind}
              purpose={asked}
              onMade={(id) =>
                void navigate({ to: "/imports/$importId", params: { importId: String(id) } })
              }
            />
            <Text size="xs" c="dimmed">
              {t("imports.fileHint")}
            </Text>
          </Stack>
        </Step>
        <Step
          n={2}
          title={t("imports.step.columns")}
          summary={t("imports.columnsHint")}
          state="later"
        />
        <Step
          n={3}
          title={t("imports.step.preview")}
          summary={t("imports.previewHint")}
          state="later"
        />
        <Step
          n={4}
          title={t(`imports.step.${deleting ? "delete" : "run"}`)}
          summary={t("imports.runHint")}
          state="later"
        />
      </ol>
    </Page>
  );
}

interface DropProps {
  kind: (typeof KINDS)[number];
  purpose: "upsert" | "delete";
  onMade: (id: number) => void;
}

function DropFile({ kind, purpose, onMade }: DropProps) {
  const { t } = useTranslation();
  const problem = useImportError();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const send = useUpload();
  const [several, setSeveral] = useState(false);
  const take = (files: FileList | null | undefined): void => {
    const file = files?.[0];
    // Of two, the second would be left out without a word.
    setSeveral((files?.length ?? 0) > 1);
    if (file && files.length === 1 && !send.isPending) {
      send.mutate({ file, kind, purpose }, { onSuccess: (made) => onMade(made.id) });
    }
    if (input.current) input.current.value = "";
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way, the button everybody's */}
      <div
        className={classes.drop}
        data-over={over}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileSpreadsheet size={34} stroke={1.3} aria-hidden="true" />
        <Text size="sm">{t("imports.drop")}</Text>
        <Button loading={send.isPending} onClick={() => input.current?.click()}>
          {t("imports.choose")}
        </Button>
        <input
          ref={input}
          type="file"
          accept={TYPES}
          aria-label={t("imports.file")}
          className="heard-only"
          tabIndex={-1}
          onChange={(event) => take(event.currentTarget.files)}
        />
        {send.isPending && (
          <Text size="xs" c="dimmed" role="status">
            {t("imports.reading")}
          </Text>
        )}
      </div>
      {several && (
        <Alert color="red" role="alert">
          {t("imports.oneFile")}
        </Alert>
      )}
      {send.isError && !several && (
        <Alert color="red" role="alert">
          {problem(send.error)}
        </Alert>
      )}
    </>
  );
}
