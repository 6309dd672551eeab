import { notifications } from "@mantine/notifications";
import i18next from "i18next";
import { ApiError } from "@/api/client";
import { useWords, wordKey } from "@/i18n/words";

/** Somebody else was faster: nothing is wrong, and there is a way on. */
export const isConflict = (error: unknown): boolean =>
  error instanceof ApiError && error.code.endsWith(".version_conflict");

/**
 * Nothing can be shown: it was never read, or it is no longer there. One reading in between that
 * failed takes nothing away, least of all a form that is being filled.
 */
export const isLost = (error: unknown, data: unknown): boolean =>
  Boolean(error) &&
  (data === undefined || (error instanceof ApiError && [403, 404].includes(error.status)));

/** Turns any error into a sentence for the user. */
export function useProblem(): (error: unknown) => string {
  const words = useWords();
  return (error) => {
    if (!(error instanceof ApiError)) {
      return error instanceof Error ? error.message : String(error);
    }
    if (i18next.exists(wordKey("errors", error.code))) {
      return words("errors", error.code, error.params);
    }
    // A code of a newer server: the kind of refusal is told by the status.
    const byStatus: Record<number, string> = {
      401: "session.missing",
      403: "forbidden",
      404: "not_found",
      409: "conflict",
      422: "invalid",
      503: "unavailable",
    };
    const general = words("errors", byStatus[error.status] ?? "error", error.params);
    return `${general} (${error.code})`;
  };
}

/** Field problems of a form, by the field's path. */
export function useFieldProblems(): (error: unknown) => Record<string, string> {
  const words = useWords();
  return (error) => {
    if (!(error instanceof ApiError)) return {};
    return Object.fromEntries(
      error.fields.map((field) => [field.field, words("fields", field.code, field.params)]),
    );
  };
}

/** For actions without a place of their own to show what went wrong. */
export function useTellProblem(): (error: unknown) => void {
  const problem = useProblem();
  return (error) => {
    const color = isConflict(error) ? "yellow" : "red";
    notifications.show({ color, message: problem(error), role: "alert" });
  };
}

export function tellDone(message: string): void {
  notifications.show({ message, autoClose: 3_000 });
}
