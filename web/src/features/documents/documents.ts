import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, remove, upload } from "@/api/client";
import type { components } from "@/api/schema";
import { count } from "@/components/format";

type Shapes = components["schemas"];
export type Document = Shapes["Document"];
export type DocumentPage = Shapes["DocumentPage"];

const KILO = 1024;

/** 12 kB, 3,4 MB */
export function fileSize(bytes: number): string {
  if (bytes < KILO) return `${bytes} B`;
  if (bytes < KILO * KILO) return `${count(bytes / KILO)} kB`;
  return `${count(bytes / KILO / KILO, 1)} MB`;
}

export const fileAddress = (id: number, inline = false): string =>
  `/api/v1/documents/${id}/file${inline ? "?inline=true" : ""}`;

const firstPage = (customerId: number) => ({
  queryKey: ["documents", customerId, "first"],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    get<DocumentPage>(`/customers/${customerId}/documents`, { limit: 1 }, signal),
});

/** How many documents a customer has, for its tab. */
export function useDocumentCount(customer: { id: number }): number | undefined {
  return useQuery(firstPage(customer.id)).data?.total;
}

/** The largest file that may be uploaded, in megabytes. */
export function useSizeLimit(customerId: number): number | undefined {
  return useQuery(firstPage(customerId)).data?.limit_mb;
}

export function useUpload(customerId: number) {
  const refresh = useRefresh(customerId);
  return useMutation({
    mutationFn: (file: File) => upload<Document>(`/customers/${customerId}/documents`, file),
    onSuccess: refresh,
  });
}

export function useDeleteDocument(customerId: number) {
  const refresh = useRefresh(customerId);
  return useMutation({
    mutationFn: (id: number) => remove<void>(`/documents/${id}`),
    onSettled: refresh,
  });
}

function useRefresh(customerId: number): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ["documents", customerId] }),
      client.invalidateQueries({ queryKey: ["timeline", customerId] }),
    ]);
  };
}
