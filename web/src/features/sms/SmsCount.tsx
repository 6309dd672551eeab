import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { count } from "@/components/format";
import type { SmsSize } from "./sms";

/** How many messages a text is, and why so few letters fit into one. */
export function SmsCount({ size }: { size: SmsSize }) {
  const { t } = useTranslation();
  return (
    <div aria-live="polite">
      <Text size="sm">
        <strong>{t("sms.messages", { count: size.parts })}</strong>
        {" · "}
        {t("sms.letters", { n: count(size.units), left: count(size.left) })}
      </Text>
      <Text size="xs" c="dimmed">
        {size.encoding === "ucs2"
          ? t("sms.ucs2", { letters: [...size.outside].join(" ") })
          : t("sms.gsm7")}
      </Text>
    </div>
  );
}
