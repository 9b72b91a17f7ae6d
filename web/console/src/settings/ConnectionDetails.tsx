import { Button } from "@mantine/core";
import type { ChannelKind, Connection } from "@nitka/api-client/types";
import { useState } from "react";
import { desk } from "../app/api";
import { useMe } from "../app/session";
import { useT } from "../i18n";
import { Snippet } from "../parts/Snippet";
import { ConnectionForm } from "./ConnectionForm";
import { embedSnippet } from "./embed";
import css from "./settings.module.css";
import { useAct } from "./useAct";

function Keys({ connection }: { connection: Connection }) {
  const t = useT();
  const { role } = useMe();
  const { busy, act } = useAct(["connections"]);
  const [secret, setSecret] = useState<string | null>(null);
  if (!connection.write_key) return null;
  return (
    <>
      {connection.kind === "chat" && (
        <div>
          <div className={css.label}>{t("channels.snippet")}</div>
          <Snippet text={embedSnippet(connection.write_key)} label={t("channels.snippet")} />
          <p className="dim">{t("channels.snippetHint")}</p>
        </div>
      )}
      <div>
        <div className={css.label}>{t("channels.writeKey")}</div>
        <Snippet text={connection.write_key} label={t("channels.writeKey")} />
      </div>
      {role === "owner" && (
        <div>
          <div className={css.label}>{t("channels.serverKey")}</div>
          {secret ? (
            <Snippet text={secret} label={t("channels.serverKey")} />
          ) : (
            <Button
              variant="default"
              loading={busy}
              onClick={() =>
                void act(async () =>
                  setSecret((await desk.settings.connections.reveal(connection.id)).server_key),
                )
              }
            >
              {t("channels.reveal")}
            </Button>
          )}
          <p className="dim">{t("channels.serverKeyHint")}</p>
        </div>
      )}
    </>
  );
}

/** What opens under a connection: its snippet and keys, its settings, a way to pause and to remove it. */
export function ConnectionDetails({
  connection,
  kind,
}: {
  connection: Connection;
  kind: ChannelKind | undefined;
}) {
  const t = useT();
  const { busy, act } = useAct(["connections"]);
  const owner = useMe().role === "owner";
  const [mode, setMode] = useState<"view" | "edit" | "remove">("view");
  if (mode === "edit" && kind)
    return <ConnectionForm kind={kind} connection={connection} onClose={() => setMode("view")} />;
  return (
    <div className={css.form}>
      <Keys connection={connection} />
      {!owner ? null : mode === "remove" ? (
        <div className={css.buttons} role="alert">
          <span>{t("channels.removeSure")}</span>
          <Button
            color="red"
            loading={busy}
            onClick={() => void act(() => desk.settings.connections.remove(connection.id))}
          >
            {t("channels.remove")}
          </Button>
          <Button variant="default" onClick={() => setMode("view")}>
            {t("common.cancel")}
          </Button>
        </div>
      ) : (
        <div className={css.buttons}>
          {kind && (
            <Button variant="default" onClick={() => setMode("edit")}>
              {t("channels.edit")}
            </Button>
          )}
          <Button
            variant="default"
            loading={busy}
            onClick={() =>
              void act(() =>
                desk.settings.connections.change(connection.id, { disabled: !connection.disabled }),
              )
            }
          >
            {t(connection.disabled ? "channels.resume" : "channels.pause")}
          </Button>
          <Button variant="subtle" color="red" onClick={() => setMode("remove")}>
            {t("channels.remove")}
          </Button>
        </div>
      )}
    </div>
  );
}
