import { useWords } from "@/i18n/words";

/** The gate's reason codes as sentences. */
export function useReasons(): (codes: readonly string[]) => string[] {
  const words = useWords();
  return (codes) => codes.map((code) => words("reasons", code));
}
