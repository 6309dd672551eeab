import { useTranslation } from "react-i18next";
import { Mark, type Tone } from "@/components/Mark";
import type { Import } from "./imports";

const TONES: Record<Import["state"], Tone> = {
  draft: "calm",
  checking: "info",
  checked: "calm",
  running: "info",
  finished: "ok",
  cancelled: "warn",
  failed: "bad",
  undoing: "info",
  undone: "calm",
};

export function ImportMark({ state }: { state: Import["state"] }) {
  const { t } = useTranslation();
  return (
    <Mark tone={TONES[state]} filled>
      {t(`imports.state.${state}`)}
    </Mark>
  );
}
