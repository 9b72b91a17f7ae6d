import { Button, TextInput } from "@mantine/core";
import type { Continuation } from "@nitka/api-client/continuing";
import { dayAndClock } from "@nitka/ui/time";
import { useEffect, useId, useRef, useState } from "react";
import { desk } from "../app/api";
import { useLanguage, useT } from "../i18n";
import { channelName } from "../parts/channelName";
import { Dialog } from "../parts/Dialog";
import { Skeleton } from "../parts/Skeleton";
import { Snippet } from "../parts/Snippet";
import { sentence } from "../parts/Trouble";
import { refreshIdentity } from "../person/IdentityHistory";
import { notice } from "../shell/notices";
import css from "./continuing.module.css";

interface Props {
  conversationId: string;
  onInsert(url: string): void;
  onClose(): void;
}

/** Asks for a token once; what went wrong is told in words. */
function useToken(conversationId: string, form: "link" | "code", at: number) {
  const t = useT();
  const [made, set] = useState<Continuation | null>(null);
  const [problem, tell] = useState("");
  const asked = useRef(0);
  useEffect(() => {
    // A token is made by asking: an effect that is run twice must not make two.
    if (at === 0 || asked.current === at) return;
    asked.current = at;
    desk.continuing.make(conversationId, { form }).then(set, (error: unknown) => tell(sentence(error, t)));
  }, [conversationId, form, at, t]);
  return { made, problem };
}

function Link({ conversationId, onInsert }: Omit<Props, "onClose">) {
  const { locale, t } = useLanguage();
  const { made, problem } = useToken(conversationId, "link", 1);
  if (problem) return <p role="alert">{problem}</p>;
  if (!made) return <Skeleton lines={4} gap={10} />;
  const pages = made.ways.filter((way) => way.url.startsWith("http"));
  const [first] = pages;
  return (
    <div className={css.link}>
      <div className={css.ways}>
        {made.ways.map((way) => {
          const label = t(way.url.startsWith("mailto:") ? "continue.address" : "continue.link");
          return (
            <div key={way.connection_id}>
              <small className="faint">
                {label}: {channelName(way.channel, t)}
              </small>
              <Snippet text={way.address} label={label} />
            </div>
          );
        })}
        <div className={css.row}>
          {first && <Button onClick={() => onInsert(first.url)}>{t("continue.insert")}</Button>}
          <span className="faint">
            {t("continue.until", { time: dayAndClock(new Date(made.expires_at), new Date(), locale) })}
          </span>
        </div>
      </div>
      {first && (
        <img
          className={css.picture}
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(first.qr)}`}
          alt={t("continue.picture")}
        />
      )}
    </div>
  );
}

/** Seconds until this moment, counted down; 0 once it is over. */
function useSecondsTo(at: string | undefined): number {
  const [now, tick] = useState(Date.now);
  useEffect(() => {
    if (!at) return;
    tick(Date.now());
    const timer = setInterval(() => tick(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [at]);
  return at ? Math.max(0, Math.floor((new Date(at).getTime() - now) / 1000)) : 0;
}

function Digits({ conversationId }: { conversationId: string }) {
  const t = useT();
  const [turn, setTurn] = useState(0);
  const { made, problem } = useToken(conversationId, "code", turn);
  const left = useSecondsTo(made?.expires_at);
  const next = () => setTurn((before) => before + 1);
  const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return (
    <section className={css.part}>
      <b>{t("continue.digits")}</b>
      <p className="dim">{t("continue.digitsHint")}</p>
      {problem && <p role="alert">{problem}</p>}
      <div className={css.row}>
        {made?.code && left > 0 && (
          <output className={css.digits}>{`${made.code.slice(0, 3)} ${made.code.slice(3)}`}</output>
        )}
        {made?.code && (
          <span className="faint">{left > 0 ? t("continue.left", { time }) : t("continue.over")}</span>
        )}
        <Button variant="default" onClick={next}>
          {t(made ? "continue.again" : "continue.digits")}
        </Button>
      </div>
    </section>
  );
}

/** What the customer reads out, typed here: whoever speaks in this conversation is who it was made for. */
function ReadOut({ conversationId, onClose }: Omit<Props, "onInsert">) {
  const t = useT();
  const id = useId();
  const [said, say] = useState("");
  const [problem, tell] = useState("");
  const [busy, setBusy] = useState(false);
  const join = async () => {
    setBusy(true);
    try {
      await desk.continuing.redeem(conversationId, said.trim());
      notice(t("continue.joined"));
      await refreshIdentity();
      onClose();
    } catch (error) {
      tell(sentence(error, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className={css.part}
      aria-labelledby={id}
      onSubmit={(event) => {
        event.preventDefault();
        void join();
      }}
    >
      <b id={id}>{t("continue.read")}</b>
      <div className={css.row}>
        <TextInput
          aria-labelledby={id}
          description={t("continue.readHint")}
          inputWrapperOrder={["input", "error", "description"]}
          value={said}
          error={problem}
          inputMode="numeric"
          autoComplete="off"
          onChange={(event) => say(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={busy} disabled={said.trim() === ""}>
          {t("continue.join")}
        </Button>
      </div>
    </form>
  );
}

/** «Continue in…»: a link with its picture and address, six digits, and the place for those that a customer reads out. */
export default function ContinueDialog({ conversationId, onInsert, onClose }: Props) {
  const t = useT();
  return (
    <Dialog label={t("continue.title")} onClose={onClose}>
      <div className={css.box}>
        <h2>{t("continue.title")}</h2>
        <p className="dim">{t("continue.what")}</p>
        <Link conversationId={conversationId} onInsert={onInsert} />
        <Digits conversationId={conversationId} />
        <ReadOut conversationId={conversationId} onClose={onClose} />
      </div>
    </Dialog>
  );
}
