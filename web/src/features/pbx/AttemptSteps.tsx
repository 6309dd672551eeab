import { useTranslation } from "react-i18next";
import type { AttemptTrace } from "@/api/types";
import { count } from "@/components/format";
import { useWords, type Words } from "@/i18n/words";
import classes from "./pbx.module.css";

/** What happened, in the order of time: each source of the trace has its own small delay. */
export function AttemptSteps({ attempt }: { attempt: AttemptTrace }) {
  const { t } = useTranslation();
  const words = useWords();
  if (attempt.trace.length === 0) return <p className={classes.second}>{t("attempts.noTrace")}</p>;
  const steps = [...attempt.trace].sort((a, b) => a.ms - b.ms);
  return (
    <ol className={classes.steps} aria-label={t("attempts.trace")}>
      {steps.map((step) => (
        <li key={`${step.ms} ${step.what}`} className={classes.step}>
          <span className={classes.ms}>{count(step.ms, 1)} ms</span>
          <span className={classes.dot} aria-hidden="true" />
          <div>
            <strong>{words("steps", step.what)}</strong>
            <dl className={classes.detail}>
              {Object.entries(step.detail)
                .map(([name, value]) => [name, tell(name, value, words)] as const)
                .filter(([, text]) => text !== "")
                .map(([name, text]) => (
                  <div key={name}>
                    <dt>{words("stepFields", name)}</dt>
                    <dd>{text}</dd>
                  </div>
                ))}
            </dl>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** A detail as words, where the app has them. */
function tell(name: string, value: unknown, words: Words): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) {
    return value.map((one) => words("reasonsShort", String(one))).join(", ");
  }
  if (typeof value === "boolean") return words("yesNo", String(value));
  if (typeof value !== "string") return String(value);
  if (name === "verdict") return words("verdicts", value);
  if (name === "outcome") return words("outcomes", value);
  if (name === "state") return words("callStates", value);
  return value;
}
