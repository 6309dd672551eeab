import { queryOptions } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { Disposition, Dispositions } from "@/api/types";

export const dispositionsQuery = queryOptions({
  queryKey: ["dispositions"],
  queryFn: ({ signal }) => get<Dispositions>("/dispositions", undefined, signal),
  staleTime: 600_000,
});

export function useDispositionLabel(): (disposition: Disposition) => string {
  const { i18n } = useTranslation();
  return (disposition) => (i18n.language === "en" ? disposition.label_en : disposition.label_vi);
}
