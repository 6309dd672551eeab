import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import { calendarDay, count } from "@/components/format";
import { useProblem } from "@/components/problem";
import { useFieldLabel } from "@/features/contacts/fields";
import { useWords } from "@/i18n/words";
import type { ImportProblem } from "./imports";

interface Named {
  name?: string | null;
  code?: string | null;
}

const SHOWN = 8;

/** Names of customers or options, so many that they fit a line. */
function join(list: unknown): string {
  if (!Array.isArray(list)) return "";
  const names = list.map((one) =>
    one !== null && typeof one === "object"
      ? ((one as Named).name ?? (one as Named).code ?? "")
      : String(one),
  );
  const rest = names.length - SHOWN;
  return names.slice(0, SHOWN).join(" · ") + (rest > 0 ? ` … +${count(rest)}` : "");
}

const LISTS = ["options", "customers", "matches"];

/** What is wrong with a cell or a row, in a sentence. */
export function useProblemWords(): (problem: ImportProblem) => string {
  const { t } = useTranslation();
  const words = useWords();
  const label = useFieldLabel();
  return ({ code, params, field }) => {
    const told: Record<string, unknown> = { ...params };
    const about = params.field ?? field;
    if (typeof about === "string") told.field = params.label ?? label(about);
    if (Array.isArray(params.fields)) {
      told.fields = params.fields.map((one) => label(String(one))).join(", ");
    }
    if (code === "import.date_serial") told.to = calendarDay(String(params.to));
    if (typeof params.number === "number") told.number = count(params.number, 3);
    for (const name of LISTS) {
      if (name in params) told[name] = join(params[name]);
    }
    for (const name of ["customer", "owner"]) {
      const one = params[name];
      if (one !== null && typeof one === "object") told[name] = (one as Named).name ?? "";
      if (name === "owner" && !told.owner) told.owner = t("contacts.nobody");
    }
    const why = typeof params.why === "string" ? `${code}.${params.why}` : "";
    const exact = why && words("importProblems", why, told);
    if (exact && exact !== why) return exact;
    const general = words("importProblems", code, told);
    return general === code ? words("errors", code, told) : general;
  };
}

/** A refusal of the whole file, or of how its columns were matched, in a sentence. */
export function useImportError(): (error: unknown) => string {
  const general = useProblem();
  const tell = useProblemWords();
  return (error) => {
    if (!(error instanceof ApiError) || typeof error.params.why !== "string") return general(error);
    const { code, params } = error;
    const said = tell({ code, params, letter: null, field: null, level: "error" });
    return said === code ? general(error) : said;
  };
}
