import { useMutation, useQueryClient } from "@tanstack/react-query";
import { patch, post, put, remove } from "@/api/client";
import type { CustomFieldForm, FieldList, FieldView } from "@/api/types";
import { fieldsQuery } from "@/features/contacts/fields";

export interface FieldChange {
  label?: string;
  required?: boolean;
  position?: number;
}

function useRefresh(): () => Promise<unknown> {
  const client = useQueryClient();
  return () =>
    Promise.all(
      [["fields"], ["catalogues"], ["customer"], ["customers"]].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
}

export function useAddField() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (form: CustomFieldForm) => post<FieldView>("/fields/custom", form),
    onSuccess: refresh,
  });
}

export function useChangeField(id: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (change: FieldChange) => patch<FieldView>(`/fields/custom/${id}`, change),
    onSettled: refresh,
  });
}

export function useDeleteField(id: number) {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: () => remove<void>(`/fields/custom/${id}`),
    onSuccess: refresh,
  });
}

/** The whole list of standard fields that must be filled; refused if it is another by now. */
export function useRequireFields() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (form: { keys: string[]; was: string[] }) =>
      put<FieldList>("/fields/required", form),
    onSuccess: (fields) => client.setQueryData(fieldsQuery.queryKey, fields),
    onError: () => client.invalidateQueries({ queryKey: fieldsQuery.queryKey }),
  });
}
