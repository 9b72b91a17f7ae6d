import type { Workspace } from "@nitka/api-client/types";
import { IconMessageCircle } from "@tabler/icons-react";
import { useState } from "react";
import { useLanguage } from "../i18n";
import css from "./preview.module.css";

/** Black or white, whichever reads better on the brand's colour (WCAG 2 relative luminance). */
export function inkOn(colour: string): "#000" | "#fff" {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  if (!found) return "#fff";
  const [r = 0, g = 0, b = 0] = found.slice(1).map((pair) => {
    const part = Number.parseInt(pair, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.36 ? "#000" : "#fff";
}

/** How the chat will look on the site, changing as one types. */
export function Preview({ form }: { form: Pick<Workspace, "widget" | "away_message"> }) {
  const { locale, t } = useLanguage();
  const [away, setAway] = useState(false);
  const { color, title, logo_url, position } = form.widget;
  const ink = inkOn(color);
  return (
    <aside className={css.preview} aria-label={t("widget.preview")}>
      <div className={css.page} data-position={position}>
        <div className={css.chat}>
          <div className={css.top} style={{ background: color, color: ink }}>
            {logo_url && /^https?:/.test(logo_url) && <img src={logo_url} alt="" width={24} height={24} />}
            <b>{title || t("widget.noTitle")}</b>
          </div>
          <div className={css.talk}>
            {away ? (
              <p className={css.theirs}>{form.away_message[locale]}</p>
            ) : (
              <>
                <p className={css.ours} style={{ background: color, color: ink }}>
                  {t("widget.sampleQuestion")}
                </p>
                <p className={css.theirs}>{t("widget.sampleAnswer")}</p>
              </>
            )}
          </div>
        </div>
        <span className={css.launcher} style={{ background: color, color: ink }}>
          <IconMessageCircle size={22} />
        </span>
      </div>
      <button type="button" className="link" onClick={() => setAway(!away)}>
        {t(away ? "widget.showOnline" : "widget.showAway")}
      </button>
    </aside>
  );
}
