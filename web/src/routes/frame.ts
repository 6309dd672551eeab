import { createRootRoute, createRoute, Outlet, redirect } from "@tanstack/react-router";
import { queryClient } from "@/api/queries";
import { NotFound } from "@/components/NotFound";
import { sessionQuery } from "@/features/session/session";
import { Shell } from "@/features/shell/Shell";

export const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

/** Around every page of somebody who has signed in. */
export const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: "/login", search: { next: location.href } });
  },
  component: Shell,
});
