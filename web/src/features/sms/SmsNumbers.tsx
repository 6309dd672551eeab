import { Button, Text, Tooltip } from "@mantine/core";
import { IconCopy, IconMessage2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Mark } from "@/components/Mark";
import { tellDone, useTellProblem } from "@/components/problem";
import { useWords } from "@/i18n/words";
import { type SmsNumber, type SmsPreview, smsLink } from "./sms";
import classes from "./sms.module.css";

interface Props {
  /** Shows the numbers. */
  preview: SmsPreview | undefined;
  /** The same once it is of what is typed now; else nothing is taken along yet. */
  ready: SmsPreview | undefined;
}

/** What can be done with the text: copy it, or open it on the phone that this page is read on. */
export function SmsNumbers({ preview, ready }: Props) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const open = ready?.problems.some(({ why }) => why !== "empty");
  const off = !ready?.text ? t("sms.nothingYet") : open ? t("sms.fieldsLeft") : null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(ready?.text ?? "");
    tellDone(t("sms.copied"));
  };
  return (
    <>
      <Tooltip label={off} disabled={off === null}>
        <Button
          variant="default"
          leftSection={<IconCopy size={15} aria-hidden="true" />}
          aria-disabled={off !== null}
          data-disabled={off !== null || undefined}
          onClick={() => off === null && void copy().catch(tell)}
        >
          {t("sms.copy")}
        </Button>
      </Tooltip>
      {preview?.numbers.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("contacts.noPhone")}
        </Text>
      )}
      <ul className={classes.numbers} aria-label={t("sms.numbers")}>
        {preview?.numbers.map((number) => (
          <NumberLine key={number.phone_id} number={number} text={ready?.text ?? ""} off={off} />
        ))}
      </ul>
      <Text size="xs" c="dimmed">
        {t("sms.notSent")}
      </Text>
    </>
  );
}

function NumberLine({
  number,
  text,
  off,
}: {
  number: SmsNumber;
  text: string;
  off: string | null;
}) {
  const { t } = useTranslation();
  const words = useWords();
  const why = number.barred ? number.reasons.map((one) => words("smsReasons", one)).join(" ") : off;
  const name = t("sms.openFor", { number: number.display });
  return (
    <li className={classes.numberLine}>
      <span>
        <strong>{number.display}</strong>{" "}
        <Text span c="dimmed" size="sm">
          {number.contact}
        </Text>
      </span>
      <Tooltip label={why} disabled={why === null}>
        {why === null && number.e164 ? (
          <Button
            component="a"
            href={smsLink(number.e164, text)}
            variant="light"
            size="compact-sm"
            aria-label={name}
            leftSection={<IconMessage2 size={14} aria-hidden="true" />}
          >
            {t("sms.open")}
          </Button>
        ) : (
          <Button
            variant="default"
            size="compact-sm"
            aria-label={name}
            aria-disabled
            data-disabled
            leftSection={<IconMessage2 size={14} aria-hidden="true" />}
          >
            {t("sms.open")}
          </Button>
        )}
      </Tooltip>
      {number.reasons.map((one) => (
        <span key={one} className={classes.reason}>
          <Mark tone={number.barred ? "bad" : "warn"}>{words("smsReasons", one)}</Mark>
        </span>
      ))}
    </li>
  );
}
