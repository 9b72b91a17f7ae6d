import { useEffect, useState } from "react";
import { useT } from "../i18n";
import { lineStatus } from "../live/line";
import { useStore } from "../parts/store";
import css from "./shell.module.css";

/** The thin bar of a lost network. A hiccup shorter than a second and a half is not worth a word. */
export function LineBar() {
  const t = useT();
  const status = useStore(lineStatus);
  const [shown, setShown] = useState(status);
  useEffect(() => {
    const timer = setTimeout(() => setShown(status), status === "live" ? 0 : 1500);
    return () => clearTimeout(timer);
  }, [status]);
  const lost = shown === "offline" || shown === "catching-up";
  return (
    <div role="status" aria-live="polite">
      {lost && <div className={css.line}>{t(shown === "offline" ? "line.offline" : "line.catchingUp")}</div>}
    </div>
  );
}
