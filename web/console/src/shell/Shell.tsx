import { useQueryClient } from "@tanstack/react-query";
import { Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { session } from "../app/api";
import { useAccountLooks, useMe } from "../app/session";
import { useT } from "../i18n";
import { useKeys } from "../keys/keys";
import { openLine } from "../live/line";
import { useStore } from "../parts/store";
import { sentence } from "../parts/Trouble";
import { FootBar } from "./FootBar";
import { LineBar } from "./LineBar";
import { notice } from "./notices";
import { useNotifications, useUnreadTitle } from "./notify";
import { overlay, showOverlay } from "./overlay";
import css from "./shell.module.css";
import { TopBar } from "./TopBar";
import { undoLast } from "./undo";

const loadPalette = () => import("../palette/Palette");
const loadKeyHelp = () => import("../keys/KeyHelp");
const Palette = lazy(loadPalette);
const KeyHelp = lazy(loadKeyHelp);

/** Fetched while nothing else is going on: who presses ⌘K types on at once, and no letter may get lost. */
function usePreload(): void {
  useEffect(() => {
    // If it cannot be had now, it is asked for again when it is needed.
    const load = () => Promise.all([loadPalette(), loadKeyHelp()]).catch(() => undefined);
    const timer = setTimeout(() => void load(), 1_000);
    return () => clearTimeout(timer);
  }, []);
}

function Overlays() {
  const open = useStore(overlay);
  const close = () => showOverlay(null);
  return (
    <Suspense fallback={null}>
      {open === "palette" && <Palette onClose={close} />}
      {open === "keys" && <KeyHelp onClose={close} />}
    </Suspense>
  );
}

/** A session that ended elsewhere: sign in again and come back to the same place. Drafts are kept. */
function useLostSession(): void {
  const navigate = useNavigate();
  const client = useQueryClient();
  const { href } = useLocation();
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const onLost = () => setLost(true);
    session.addEventListener("lost", onLost);
    return () => session.removeEventListener("lost", onLost);
  }, []);
  useEffect(() => {
    if (!lost) return;
    client.removeQueries({ queryKey: ["me"] });
    void navigate({ to: "/desk/login", search: { back: href } });
  }, [lost, href, client, navigate]);
}

export default function Shell() {
  const t = useT();
  const me = useMe();
  const navigate = useNavigate();
  const open = useCallback(
    (conversationId: string) => void navigate({ to: "/desk/c/$conversationId", params: { conversationId } }),
    [navigate],
  );
  useAccountLooks(me);
  useLostSession();
  usePreload();
  useUnreadTitle(me);
  useNotifications(me, open);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another workspace is another line
  useEffect(() => openLine(me.account.id), [me.account.id, me.workspace.id]);
  useKeys({
    "mod+KeyK": () => showOverlay(overlay.get() === "palette" ? null : "palette"),
    "?": () => showOverlay("keys"),
    KeyZ: () => {
      undoLast().catch((error: unknown) => notice(sentence(error, t), true));
    },
  });
  return (
    <div className={css.shell}>
      <TopBar />
      <LineBar />
      <Outlet />
      <FootBar />
      <Overlays />
    </div>
  );
}
