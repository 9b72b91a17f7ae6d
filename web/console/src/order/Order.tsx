import "../styles/order";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from "react";
import { useMe } from "../app/session";
import { useT } from "../i18n";
import { useKeys } from "../keys/keys";
import { Empty } from "../parts/Empty";
import { Skeleton } from "../parts/Skeleton";
import css from "./order.module.css";
import { modelQuery } from "./queries";
import { keepsOrder, type OrderSection, SECTIONS } from "./sections";

const PAGES: Record<OrderSection, LazyExoticComponent<ComponentType>> = {
  suggestions: lazy(() => import("./Suggestions")),
  shared: lazy(() => import("./Shared")),
  conflicts: lazy(() => import("./Conflicts")),
  biggest: lazy(() => import("./Biggest")),
  events: lazy(() => import("./Events")),
  model: lazy(() => import("./Model")),
};

function Tabs({ section }: { section: OrderSection }) {
  const t = useT();
  const navigate = useNavigate();
  const { data } = useQuery(modelQuery);
  // Only where a newer version came is there anything to say of it.
  const shown = SECTIONS.filter((one) => one !== "model" || section === "model" || data?.revision);
  const go = (index: number) => () => {
    const to = shown[index];
    if (to) void navigate({ to: "/desk/customers/order/$section", params: { section: to } });
  };
  useKeys({ Digit1: go(0), Digit2: go(1), Digit3: go(2), Digit4: go(3), Digit5: go(4), Digit6: go(5) });
  return (
    <nav className={css.tabs} aria-label={t("order.sections")}>
      {shown.map((one, index) => (
        <Link
          key={one}
          to="/desk/customers/order/$section"
          params={{ section: one }}
          className={css.tab}
          aria-current={one === section ? "page" : undefined}
          aria-keyshortcuts={String(index + 1)}
        >
          {t(`order.${one}`)}
        </Link>
      ))}
    </nav>
  );
}

/** Who is who: five lists for who keeps customers in order. */
export default function Order() {
  const t = useT();
  const { role } = useMe();
  const asked = useParams({ from: "/inside/desk/customers/order/$section" }).section;
  const section = SECTIONS.find((one) => one === asked) ?? "suggestions";
  const Page = PAGES[section];
  return (
    <main className={css.page}>
      <div className={css.head}>
        <h1>{t("order.title")}</h1>
        {keepsOrder(role) && <Tabs section={section} />}
      </div>
      {keepsOrder(role) ? (
        <Suspense fallback={<Skeleton lines={10} gap={20} />}>
          <Page />
        </Suspense>
      ) : (
        <Empty title={t("order.forbidden")}>{t("order.forbiddenHint")}</Empty>
      )}
    </main>
  );
}
