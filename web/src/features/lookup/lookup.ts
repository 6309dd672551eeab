import { queryOptions } from "@tanstack/react-query";
import { get } from "@/api/client";
import type { LookupPage } from "@/api/types";

/** What a customer is looked up by; all that is given must fit (R146). */
export interface Criteria {
  code?: string | undefined;
  name?: string | undefined;
  phone?: string | undefined;
  ownerId?: number | undefined;
  address?: string | undefined;
  office?: string | undefined;
}

export const isAsked = (criteria: Criteria): boolean =>
  Object.values(criteria).some((value) => value !== undefined && value !== "");

/** Each asking is noted by the server: nothing is asked again by itself. */
export const lookupQuery = (criteria: Criteria) =>
  queryOptions({
    queryKey: ["lookup", criteria],
    queryFn: ({ signal }) =>
      get<LookupPage>(
        "/lookup",
        {
          code: criteria.code,
          name: criteria.name,
          phone: criteria.phone,
          owner_id: criteria.ownerId,
          address: criteria.address,
          office_address: criteria.office,
        },
        signal,
      ),
    enabled: isAsked(criteria),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
