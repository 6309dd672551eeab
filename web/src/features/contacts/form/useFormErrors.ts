import { useCallback } from "react";
import { useFieldProblems } from "@/components/problem";
import { useWords } from "@/i18n/words";
import { findRefused, toFormPath } from "./required";

/** What the server found wrong, by where it is in the form. */
export function useFormErrors(): (error: unknown) => Record<string, string> {
  const words = useWords();
  const fieldProblems = useFieldProblems();
  return useCallback(
    (error) => {
      const told = Object.entries(fieldProblems(error)).map(([path, text]) => [
        toFormPath(path),
        text,
      ]);
      const refused = [...findRefused(error)].map(([path, code]) => [
        path,
        code === "field.required" ? words("fields", "missing") : words("errors", code),
      ]);
      return Object.fromEntries([...told, ...refused]);
    },
    [fieldProblems, words],
  );
}
