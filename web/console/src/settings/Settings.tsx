import "../styles/settings";
import { Link, useParams } from "@tanstack/react-router";
import { type ComponentType, type LazyExoticComponent, lazy, Suspense } from "react";
import { useMe } from "../app/session";
import { useT } from "../i18n";
import { Skeleton } from "../parts/Skeleton";
import { type Section, sections } from "./sections";
import css from "./settings.module.css";

const PAGES: Record<Section, LazyExoticComponent<ComponentType>> = {
  me: lazy(() => import("./Me")),
  channels: lazy(() => import("./Channels")),
  people: lazy(() => import("./People")),
  widget: lazy(() => import("./Widget")),
  canned: lazy(() => import("./Canned")),
  telling: lazy(() => import("./Telling")),
  words: lazy(() => import("./Words")),
  keys: lazy(() => import("./Tokens")),
  import: lazy(() => import("./Import")),
  quarantine: lazy(() => import("./Quarantine")),
  audit: lazy(() => import("./Audit")),
};

export default function Settings() {
  const t = useT();
  const { role } = useMe();
  const asked = useParams({ from: "/inside/desk/settings/$section" }).section;
  const allowed = sections(role);
  const section = allowed.find((one) => one === asked) ?? allowed[0] ?? "me";
  const Page = PAGES[section];
  return (
    <main className={css.settings}>
      <nav className={css.nav} aria-label={t("shell.settings")}>
        {allowed.map((one) => (
          <Link
            key={one}
            to="/desk/settings/$section"
            params={{ section: one }}
            aria-current={one === section ? "page" : undefined}
          >
            {t(`settings.${one}`)}
          </Link>
        ))}
      </nav>
      <div className={`scroll ${css.page}`}>
        <div className={css.sheet}>
          <h1>{t(`settings.${section}`)}</h1>
          <Suspense fallback={<Skeleton />}>
            <Page />
          </Suspense>
        </div>
      </div>
    </main>
  );
}
