import type { SecondFactorSetup } from "@nitka/api-client/types";
import { useT } from "../i18n";
import { Snippet } from "../parts/Snippet";
import css from "./secondStep.module.css";

/** In fours, as people read it from the screen; apps do not mind the spaces. */
const grouped = (key: string) => key.replace(/(.{4})(?=.)/g, "$1 ");

/** The key for the app, as a picture for its camera and as text. */
export function KeyForApp({ setup }: { setup: SecondFactorSetup }) {
  const t = useT();
  return (
    <div className={css.key}>
      <p>{t("two.scan")}</p>
      <img
        className={css.picture}
        src={`data:image/svg+xml,${encodeURIComponent(setup.picture)}`}
        alt={t("two.picture")}
      />
      <p className="dim">{t("two.byHand")}</p>
      <Snippet text={grouped(setup.key)} label={t("two.key")} />
    </div>
  );
}
