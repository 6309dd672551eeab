import {
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { get, patch, post, put, remove } from "@/api/client";
import type { components } from "@/api/schema";
import type { Place } from "./places";

type Shapes = components["schemas"];
export type Comment = Shapes["Comment"];
export type CommentPage = Shapes["CommentPage"];
export type Mention = Shapes["Mention"];
export type Commenters = Shapes["CommentersView"];

/** A customer's comments: pages from the newest back, with what holds of all of them. */
export function useComments(customerId: number) {
  return useInfiniteQuery({
    queryKey: ["comments", customerId],
    queryFn: ({ pageParam, signal }) =>
      get<CommentPage>(`/customers/${customerId}/comments`, { cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

/** How many comments on a customer oneself has not read, for the tab. */
export function useUnreadComments(customer: { id: number }): number | undefined {
  return useComments(customer.id).data?.pages[0]?.unread;
}

/** Who sees the customer; undefined until that is known. */
export function useMentionable(customerId: number, enabled: boolean): Mention[] | undefined {
  const { data } = useQuery({
    queryKey: ["customer", customerId, "mentionable"],
    queryFn: ({ signal }) =>
      get<Shapes["Mentionable"]>(`/customers/${customerId}/mentionable`, undefined, signal),
    staleTime: 60_000,
    enabled,
  });
  return data?.rows;
}

function refresh(client: QueryClient, customerId: number): Promise<unknown> {
  return Promise.all([
    client.invalidateQueries({ queryKey: ["comments", customerId] }),
    client.invalidateQueries({ queryKey: ["timeline", customerId] }),
  ]);
}

interface Saying {
  /** Of the comment that is edited; null: a new one. */
  id: number | null;
  body: string;
  to: number | null;
  documents?: number[];
  place?: Place | null;
}

/** Post (no id) or edit. */
export function useSayComment(customerId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, body, to, documents = [], place = null }: Saying) =>
      id === null
        ? post<Comment>(`/customers/${customerId}/comments`, {
            body,
            parent_id: to,
            document_ids: documents,
            location: place,
          } satisfies Shapes["CommentForm"])
        : patch<Comment>(`/comments/${id}`, { body }),
    onSuccess: () => refresh(client, customerId),
  });
}

export function useRemoveComment(customerId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => remove<void>(`/comments/${id}`),
    onSettled: () => refresh(client, customerId),
  });
}

export function useLikeComment(customerId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, liked }: Comment) =>
      liked ? remove<Comment>(`/comments/${id}/like`) : put<Comment>(`/comments/${id}/like`),
    onSettled: () => client.invalidateQueries({ queryKey: ["comments", customerId] }),
  });
}

export function useReadComments(customerId: number) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (upTo: number) =>
      post<void>(`/customers/${customerId}/comments/read`, { up_to: upTo }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ["comments", customerId] }),
        client.invalidateQueries({ queryKey: ["customers"] }),
      ]),
  });
}
