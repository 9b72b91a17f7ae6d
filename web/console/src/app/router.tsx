import { ApiError } from "@nitka/api-client/problem";
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  useRouter,
} from "@tanstack/react-router";
import type { ListSearch, StatusFilter, Tab } from "../inbox/order";
import { rememberedList } from "../inbox/remembered";
import { Trouble } from "../parts/Trouble";
import { queryClient } from "./api";
import { meQuery } from "./queries";

function RouteTrouble({ error }: { error: unknown }) {
  const router = useRouter();
  return <Trouble error={error} retry={() => void router.invalidate()} />;
}

const root = createRootRoute({ component: Outlet, errorComponent: RouteTrouble });

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);
const TABS: readonly string[] = ["mine", "waiting", "all"];
const STATUSES: readonly string[] = ["live", "open", "waiting", "snoozed", "closed", "spam"];

function listSearch(search: Record<string, unknown>): Partial<ListSearch> {
  const tab = text(search.tab);
  const status = text(search.status);
  return {
    tab: tab && TABS.includes(tab) ? (tab as Tab) : undefined,
    status: status && STATUSES.includes(status) ? (status as StatusFilter) : undefined,
    channel: text(search.channel),
    assignee: text(search.assignee),
    unread: search.unread === true || undefined,
    q: text(search.q),
  };
}

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/desk" });
  },
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/desk/login",
  validateSearch: (search): { back?: string } => ({ back: text(search.back) }),
  component: lazyRouteComponent(() => import("../auth/Login")),
});

const forgot = createRoute({
  getParentRoute: () => root,
  path: "/desk/forgot",
  component: lazyRouteComponent(() => import("../auth/Forgot")),
});

const reset = createRoute({
  getParentRoute: () => root,
  path: "/desk/reset/$token",
  component: lazyRouteComponent(() => import("../auth/Reset")),
});

const invite = createRoute({
  getParentRoute: () => root,
  path: "/desk/invite/$token",
  component: lazyRouteComponent(() => import("../auth/Invite")),
});

/** Everything that needs somebody signed in. Who is not is sent to sign in and brought back. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ location }) => {
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        throw redirect({ to: "/desk/login", search: { back: location.href } });
      }
      throw error;
    }
  },
  component: lazyRouteComponent(() => import("../shell/Shell")),
});

const said = (search: Partial<ListSearch>) => Object.values(search).some((value) => value !== undefined);

const inbox = createRoute({
  getParentRoute: () => inside,
  path: "/desk",
  validateSearch: listSearch,
  /** An address that names no list means the one that was looked at last. */
  beforeLoad: ({ search, location }) => {
    const me = queryClient.getQueryData(meQuery.queryKey);
    if (said(search) || !me) return;
    const kept = listSearch(rememberedList(me));
    if (said(kept)) throw redirect({ to: location.pathname, search: kept, replace: true });
  },
  component: lazyRouteComponent(() => import("../inbox/Inbox")),
});

const conversation = createRoute({ getParentRoute: () => inbox, path: "c/$conversationId" });

const customers = createRoute({
  getParentRoute: () => inside,
  path: "/desk/customers",
  validateSearch: (search): { q?: string } => ({ q: text(search.q) }),
  component: lazyRouteComponent(() => import("../customers/CustomerList")),
});

const order = createRoute({
  getParentRoute: () => inside,
  path: "/desk/customers/order/$section",
  component: lazyRouteComponent(() => import("../order/Order")),
});

const orderHome = createRoute({
  getParentRoute: () => inside,
  path: "/desk/customers/order",
  beforeLoad: () => {
    throw redirect({ to: "/desk/customers/order/$section", params: { section: "suggestions" } });
  },
});

const customer = createRoute({
  getParentRoute: () => inside,
  path: "/desk/customers/$customerId",
  component: lazyRouteComponent(() => import("../customers/CustomerPage")),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/desk/settings/$section",
  component: lazyRouteComponent(() => import("../settings/Settings")),
});

const settingsHome = createRoute({
  getParentRoute: () => inside,
  path: "/desk/settings",
  beforeLoad: () => {
    const me = queryClient.getQueryData(meQuery.queryKey);
    const section = me?.role === "operator" ? "me" : "channels";
    throw redirect({ to: "/desk/settings/$section", params: { section } });
  },
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    login,
    forgot,
    reset,
    invite,
    inside.addChildren([
      inbox.addChildren([conversation]),
      customers,
      orderHome,
      order,
      customer,
      settingsHome,
      settings,
    ]),
  ]),
  defaultPreload: "intent",
  defaultPendingMs: 150,
  defaultErrorComponent: RouteTrouble,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
