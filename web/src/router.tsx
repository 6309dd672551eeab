import { createRouter } from "@tanstack/react-router";
import { Failed } from "./components/Failed";
import { NotFound } from "./components/NotFound";
import { PageSkeleton } from "./components/PageSkeleton";
import { callsRoutes } from "./routes/calls";
import { campaignsRoutes } from "./routes/campaigns";
import { customersRoutes } from "./routes/customers";
import { root, shell } from "./routes/frame";
import { login, peopleRoutes } from "./routes/people";
import { settingsRoutes } from "./routes/settings";
import { workRoutes } from "./routes/work";

const routeTree = root.addChildren([
  login,
  shell.addChildren([
    ...callsRoutes,
    ...customersRoutes,
    ...workRoutes,
    ...campaignsRoutes,
    ...peopleRoutes,
    settingsRoutes,
  ]),
]);

export const router = createRouter({
  routeTree,
  defaultPreload: "intent",
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: Failed,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
