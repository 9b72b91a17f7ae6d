import { Menu, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { Link, useLocation, useNavigate } from "@tanstack/react-router";
import { desk, queryClient } from "../app/api";
import { enter, useChangeMe, useMe } from "../app/session";
import { useT } from "../i18n";
import { mac } from "../keys/keys";
import { lineStatus } from "../live/line";
import { Avatar } from "../parts/Avatar";
import { useStore } from "../parts/store";
import { sentence } from "../parts/Trouble";
import { notice } from "./notices";
import { showOverlay } from "./overlay";
import css from "./shell.module.css";

function Line() {
  const t = useT();
  const status = useStore(lineStatus);
  const live = status === "live";
  return (
    <span className={css.state}>
      <span className={css.dot} data-off={live ? undefined : ""} />
      {t(live ? "line.live" : "line.connecting")}
    </span>
  );
}

function WorkspaceItems() {
  const t = useT();
  const me = useMe();
  const navigate = useNavigate();
  if (me.workspaces.length < 2) return null;
  const change = async (id: string) => {
    try {
      enter(await desk.auth.switchTo(id));
      await navigate({ to: "/desk" });
    } catch (error) {
      notice(sentence(error, t), true);
    }
  };
  return (
    <>
      <Menu.Label>{t("shell.workspaces")}</Menu.Label>
      {me.workspaces.map((one) => (
        <Menu.Item key={one.id} disabled={one.id === me.workspace.id} onClick={() => void change(one.id)}>
          {one.name}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}

function AccountMenu() {
  const t = useT();
  const me = useMe();
  const navigate = useNavigate();
  const changeMe = useChangeMe();
  const leave = async () => {
    try {
      await desk.auth.logout();
    } catch (error) {
      notice(sentence(error, t), true);
      return;
    }
    queryClient.clear();
    await navigate({ to: "/desk/login" });
  };
  const dark = document.documentElement.dataset.mantineColorScheme === "dark";
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={css.me} aria-label={t("shell.account", { name: me.account.name })}>
          <Avatar name={me.account.name} size={28} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.account.name} · {me.workspace.name}
        </Menu.Label>
        <WorkspaceItems />
        <Menu.Item
          onClick={() => void navigate({ to: "/desk/settings/$section", params: { section: "me" } })}
        >
          {t("settings.me")}
        </Menu.Item>
        <Menu.Item onClick={() => changeMe.mutate({ theme: dark ? "light" : "dark" })}>
          {t(dark ? "shell.toLight" : "shell.toDark")}
        </Menu.Item>
        <Menu.Item onClick={() => changeMe.mutate({ locale: me.account.locale === "ru" ? "en" : "ru" })}>
          {me.account.locale === "ru" ? "English" : "Русский"}
        </Menu.Item>
        <Menu.Item onClick={() => showOverlay("keys")} rightSection={<kbd>?</kbd>}>
          {t("keys.title")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void leave()}>{t("shell.logout")}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const SECTIONS = [
  { to: "/desk", name: "shell.conversations" },
  { to: "/desk/customers", name: "shell.customers" },
  { to: "/desk/settings", name: "shell.settings" },
] as const;

export function TopBar() {
  const t = useT();
  const { pathname } = useLocation();
  const section = SECTIONS.slice(1).find(({ to }) => pathname.startsWith(to))?.to ?? "/desk";
  return (
    <header className={css.top}>
      <Link to="/desk" className={css.brand} aria-label="Nitka">
        <img src="/icon.svg" width={20} height={20} alt="" />
        <span className={css.brandName}>Nitka</span>
      </Link>
      <nav aria-label={t("shell.sections")} className={css.tabs}>
        {SECTIONS.map(({ to, name }) => (
          <Link
            key={to}
            to={to}
            className={css.tab}
            activeOptions={{ exact: true }}
            aria-current={to === section ? "page" : undefined}
          >
            {t(name)}
          </Link>
        ))}
      </nav>
      <span className={css.space} />
      <UnstyledButton
        className={css.find}
        aria-keyshortcuts={mac ? "Meta+K" : "Control+K"}
        onClick={() => showOverlay("palette")}
      >
        <IconSearch size={14} aria-hidden />
        <span className="cut">{t("shell.find")}</span>
        <kbd className="keyed" aria-hidden>
          {mac ? "⌘K" : "Ctrl K"}
        </kbd>
      </UnstyledButton>
      <Line />
      <AccountMenu />
    </header>
  );
}
