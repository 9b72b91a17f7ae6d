import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { connectionsQuery } from "../app/queries";
import { useMe } from "../app/session";
import { useT } from "../i18n";
import { Snippet } from "../parts/Snippet";
import { embedSnippet } from "../settings/embed";
import css from "./inbox.module.css";

/** What stands in the middle while no conversation is open: what to press, or how to get the first one. */
export function Welcome({ empty }: { empty: boolean }) {
  const t = useT();
  const me = useMe();
  const connections =
    useQuery({ ...connectionsQuery, enabled: empty && me.role !== "operator" }).data?.items ?? [];
  const chat = connections.find((one) => one.kind === "chat" && one.write_key);
  return (
    <section className={css.welcome} aria-label={t("thread.none")}>
      <p className="dim">
        <kbd>J</kbd> <kbd>K</kbd> {t("welcome.walk")} · <kbd>?</kbd> {t("welcome.keys")}
      </p>
      {empty && me.role !== "operator" && (
        <div className={css.teach}>
          <h2>{t("welcome.first")}</h2>
          {chat?.write_key ? (
            <>
              <p>{t("welcome.snippet")}</p>
              <Snippet text={embedSnippet(chat.write_key)} label={t("channels.snippet")} />
            </>
          ) : (
            <p>{t("welcome.connect")}</p>
          )}
          <Link to="/desk/settings/$section" params={{ section: "channels" }}>
            {t("welcome.toChannels")}
          </Link>
        </div>
      )}
    </section>
  );
}
