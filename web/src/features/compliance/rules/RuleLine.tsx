import { Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CallingRules } from "@/api/types";
import { Mark } from "@/components/Mark";
import { useWords } from "@/i18n/words";

export type Rule = CallingRules["rules"][number];
export type Mode = NonNullable<Rule["manual"]>;

interface Props {
  rule: Rule;
  laws: CallingRules["laws"];
  chosen: Mode | null;
  /** Absent: the user may only look. */
  onChoose: ((mode: Mode) => void) | undefined;
}

/** One reason against a call: what it does to campaigns, to people, and which law says so. */
export function RuleLine({ rule, laws, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const name = words("reasons", rule.reason);
  const sources = rule.sources.map((source) => laws[source] ?? source).join(", ");
  return (
    <tr>
      <th scope="row">
        {name}
        {!rule.purposes.includes("care") && (
          <Text size="xs" c="dimmed">
            {t("callingRules.onlyAdvertising")}
          </Text>
        )}
      </th>
      <td data-label={t("callingRules.campaign")}>
        <Mark tone={rule.campaign ? "bad" : "calm"}>
          {t(`callingRules.campaignAnswers.${rule.campaign === "deny" ? "deny" : "none"}`)}
        </Mark>
      </td>
      <td data-label={t("callingRules.manual")}>
        {onChoose && rule.choices.length > 1 ? (
          <Select
            size="xs"
            aria-label={`${t("callingRules.manual")}: ${name}`}
            allowDeselect={false}
            data={rule.choices.map((mode) => ({
              value: mode,
              label: t(`callingRules.modes.${mode}`),
            }))}
            value={chosen}
            onChange={(value) => {
              const mode = rule.choices.find((one) => one === value);
              if (mode) onChoose(mode);
            }}
          />
        ) : (
          <People rule={rule} mode={chosen} />
        )}
        {rule.by_profile && chosen !== rule.by_profile && (
          <Text size="xs" c="dimmed">
            {t("callingRules.byProfile", { mode: t(`callingRules.modes.${rule.by_profile}`) })}
          </Text>
        )}
      </td>
      <td data-label={t("callingRules.source")}>{sources || t("callingRules.house")}</td>
    </tr>
  );
}

function People({ rule, mode }: { rule: Rule; mode: Mode | null }) {
  const { t } = useTranslation();
  if (rule.override && mode === "deny") {
    return <Mark tone="bad">{t("callingRules.override")}</Mark>;
  }
  const tone = mode === "deny" ? "bad" : mode === null ? "calm" : "warn";
  return <Mark tone={tone}>{t(`callingRules.modes.${mode ?? "none"}`)}</Mark>;
}
