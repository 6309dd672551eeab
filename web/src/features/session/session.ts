import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError, get, rememberToken, remove, whenSignedOut } from "@/api/client";
import type { Session } from "@/api/types";
import { live } from "@/live/link";

async function fetchSession(): Promise<Session | null> {
  try {
    return takeSession(await get<Session>("/session"));
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** Remember the token of a session that has just been received. */
export function takeSession(session: Session): Session {
  rememberToken(session.csrf_token);
  return session;
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: fetchSession,
  staleTime: Number.POSITIVE_INFINITY,
});

/** The rights that the server gives to roles, as far as the app shows or hides by them. */
export type RightName =
  | "call"
  | "contacts.view"
  | "contacts.edit"
  | "customers.create"
  | "customers.lookup"
  | "customers.kpi"
  | "customers.assign"
  | "customers.bulk_edit"
  | "customers.bulk_delete"
  | "customers.export"
  | "customers.import"
  | "customers.delete"
  | "customers.merge"
  | "views.share"
  | "directory.configure"
  | "api.tokens"
  | "webhooks.edit"
  | "tasks.edit"
  | "comments.write"
  | "care.edit"
  | "commerce.edit"
  | "marketing.sms"
  | "campaigns.view"
  | "campaigns.edit"
  | "campaigns.run"
  | "members.change"
  | "dnc.view"
  | "dnc.edit"
  | "rules.edit"
  | "pbx.view"
  | "users.edit"
  | "roles.edit"
  | "audit.view";

/** The signed-in user; only beneath the shell, which is shown to nobody else. */
export function useUser(): Session["user"] {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error("useUser outside the shell");
  return data.user;
}

export function useMay(): (right: RightName) => boolean {
  const { rights } = useUser();
  return (right) => rights.includes(right);
}

/** Whether somebody may do this to more than what is their own: choose an owner, say. */
export function useReachesOthers(): (right: RightName) => boolean {
  const { reach } = useUser();
  return (right) => (reach[right] ?? []).some((one) => one !== "own");
}

/** Sign out, forget what was loaded, and start afresh at the sign-in page. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    // The server closes the link of an ended session; this time nobody is to be sent back here.
    whenSignedOut(() => {});
    live.onSignedOut = () => {};
    await remove<void>("/session").catch((error: unknown) => {
      // Without a session there is nothing to end.
      if (!(error instanceof ApiError && error.status === 401)) throw error;
    });
    live.stop();
    sessionStorage.clear();
    client.clear();
    location.assign("/login");
  };
}

/** The session, or null when signed out; the shell's guard has loaded it before. */
export function useSession(): Session | null {
  return useQuery(sessionQuery).data ?? null;
}
