import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CallingRules } from "@/api/types";
import { moment } from "@/components/format";
import { Sheet } from "@/components/Sheet";
import { useWords } from "@/i18n/words";
import classes from "./rules.module.css";

const MODES = ["confirm", "reasoned", "stated", "deny"] as const;

/** Who made what of the rules, the newest first. */
export function RuleChanges({ changes }: { changes: CallingRules["changes"] }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Sheet title={t("callingRules.changes")}>
      {changes.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("callingRules.noChanges")}
        </Text>
      )}
      <ol className={classes.changes}>
        {changes.map(({ revision, at, by, answers }) => (
          <li key={revision}>
            <Text size="sm" c="dimmed" component="span">
              {moment(at)} · {by?.name ?? t("callingRules.somebody")}
            </Text>
            <ul>
              {Object.entries(answers).map(([reason, mode]) => (
                <li key={reason}>
                  {t("callingRules.changedTo", {
                    reason: words("reasonsShort", reason),
                    mode: t(`callingRules.modes.${MODES.find((one) => one === mode) ?? "none"}`),
                  })}
                </li>
              ))}
              {Object.keys(answers).length === 0 && <li>{t("callingRules.backToProfile")}</li>}
            </ul>
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
