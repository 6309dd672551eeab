import { Alert, Button, FileButton, Loader } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { type DragEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { tellDone, useProblem } from "@/components/problem";
import { useSizeLimit, useUpload } from "./documents";
import classes from "./documents.module.css";

const MEGA = 1024 * 1024;

/** Files dropped here, or chosen, are attached one after the other; on a phone also from its camera. */
export function UploadBox({ customerId }: { customerId: number }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const upload = useUpload(customerId);
  const limit = useSizeLimit(customerId);
  const [over, setOver] = useState(false);
  const [wrong, setWrong] = useState<string[]>([]);
  const send = async (files: File[]): Promise<void> => {
    const failed: string[] = [];
    let done = 0;
    for (const file of files) {
      if (limit !== undefined && file.size > limit * MEGA) {
        failed.push(`${file.name}: ${t("documents.tooLarge", { limit })}`);
        continue;
      }
      try {
        await upload.mutateAsync(file);
        done += 1;
      } catch (error) {
        failed.push(`${file.name}: ${problem(error)}`);
      }
    }
    setWrong(failed);
    if (done > 0) tellDone(t("documents.uploaded", { count: done }));
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void send([...event.dataTransfer.files]);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button does the same by keyboard */}
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
        {upload.isPending ? (
          <Loader size="sm" aria-label={t("documents.uploading")} />
        ) : (
          <span>{t("documents.dropHere")}</span>
        )}
        <FileButton multiple onChange={(files) => void send(files)}>
          {(props) => (
            <Button
              {...props}
              size="xs"
              variant="default"
              loading={upload.isPending}
              leftSection={<IconUpload size={14} aria-hidden="true" />}
            >
              {t("documents.choose")}
            </Button>
          )}
        </FileButton>
        {limit !== undefined && <span>{t("documents.limit", { limit })}</span>}
      </div>
      {wrong.length > 0 && (
        <Alert color="red" role="alert" mx={14} mb={10}>
          {wrong.map((line) => (
            <div key={line}>{line}</div>
          ))}
        </Alert>
      )}
    </>
  );
}
