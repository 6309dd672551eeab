import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CallingRules } from "@/api/types";
import { day } from "@/components/format";
import { Sheet } from "@/components/Sheet";
import classes from "./rules.module.css";

const PROFILES = { vietnam: "vietnam", "us-tsr": "us_tsr", "uk-ofcom": "uk_ofcom" } as const;

/** Which profile is in force, with the law's hours and its cap. */
export function RulesInForce({ rules }: { rules: CallingRules }) {
  const { t } = useTranslation();
  const known = Object.entries(PROFILES).find(([name]) => name === rules.name)?.[1];
  return (
    <Sheet title={t("callingRules.profile")}>
      <dl className={classes.facts}>
        <div>
          <dt>{known ? t(`callingRules.profiles.${known}`) : rules.name}</dt>
          <dd>
            {t("callingRules.version", {
              version: day(rules.version),
              inForce: day(rules.in_force),
            })}
          </dd>
        </div>
        <div>
          <dt>{t("callingRules.hours")}</dt>
          <dd>
            {rules.hours
              ? t("callingRules.hoursValue", {
                  start: rules.hours.start,
                  end: rules.hours.end,
                  clock: t(`callingRules.clocks.${rules.hours.clock}`),
                })
              : t("callingRules.noHours")}
          </dd>
        </div>
        <div>
          <dt>{t("callingRules.cap")}</dt>
          <dd>
            {rules.cap
              ? t("callingRules.capValue", { count: rules.cap.calls, hours: rules.cap.hours })
              : t("callingRules.noCap")}
          </dd>
        </div>
      </dl>
      <Text size="xs" c="dimmed">
        {Object.values(rules.laws).join(" · ")}
      </Text>
    </Sheet>
  );
}
