import { Alert, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Failed } from "@/components/Failed";
import { SmsCount } from "./SmsCount";
import type { SmsPreview } from "./sms";
import classes from "./sms.module.css";

interface Props {
  preview: SmsPreview | undefined;
  error?: unknown;
  /** Of whom the fields are filled: a customer or a contact; undefined: of nobody. */
  of: "customer" | "contact" | undefined;
}

/** The text as it would be read, what could not be filled, and how long it is. */
export function PreviewBox({ preview, error, of }: Props) {
  const { t } = useTranslation();
  if (error && !preview) return <Failed error={error} />;
  const trouble = (field: string, why: SmsPreview["problems"][number]["why"]): string =>
    why === "recipient" && of
      ? t(`sms.wrongRecipient.${of}`, { field })
      : t(`sms.trouble.${why === "recipient" ? "unknown" : why}`, { field });
  return (
    <Stack gap={6}>
      <section className={classes.bubble} aria-label={t("sms.preview")}>
        {preview?.text || <span className={classes.faint}>{t("sms.previewEmpty")}</span>}
      </section>
      {preview && <SmsCount size={preview.size} />}
      {preview && preview.problems.length > 0 && (
        <Alert color="yellow" py={6}>
          {preview.problems.map(({ field, why }) => (
            <Text key={field + why} size="sm">
              {trouble(`{${field}}`, why)}
            </Text>
          ))}
        </Alert>
      )}
    </Stack>
  );
}
