import { queryOptions, useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { get } from "@/api/client";
import type { FieldList, FieldView } from "@/api/types";
import { useWords } from "@/i18n/words";

export const fieldsQuery = queryOptions({
  queryKey: ["fields"],
  queryFn: ({ signal }) => get<FieldList>("/fields", undefined, signal),
  staleTime: 60_000,
});

const NONE: FieldView[] = [];
const CUSTOM = "custom.";

/** Every field of customers and contacts; what forms and filters are made of. */
export function useFields(): FieldView[] {
  return useQuery(fieldsQuery).data?.rows ?? NONE;
}

/**
 * The name of a field by its key, as in GET /fields and in the log: a custom field by its label
 * (by its key when it was deleted since), a standard one in the user's language.
 */
export function useFieldLabel(): (key: string) => string {
  const fields = useFields();
  const words = useWords();
  const labels = useMemo(
    () => new Map(fields.flatMap((one) => (one.label ? [[one.key, one.label]] : []))),
    [fields],
  );
  return useCallback(
    (key) =>
      labels.get(key) ??
      (key.startsWith(CUSTOM)
        ? key.slice(CUSTOM.length).replaceAll("_", " ")
        : words("fieldNames", key)),
    [labels, words],
  );
}

export interface Rules {
  /** Whether a form must have the field filled. */
  isRequired: (key: string) => boolean;
  field: (key: string) => FieldView | undefined;
  /** The fields of one's own, in order. */
  own: FieldView[];
}

/** What the fields of a form are like. */
export function useFieldRules(): Rules {
  const fields = useFields();
  return useMemo(() => {
    const byKey = new Map(fields.map((one) => [one.key, one]));
    return {
      isRequired: (key) => byKey.get(key)?.required ?? false,
      field: (key) => byKey.get(key),
      own: fields.filter((one) => one.custom_id !== null),
    };
  }, [fields]);
}
