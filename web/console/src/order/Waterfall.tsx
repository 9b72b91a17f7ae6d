import type { Suggestion } from "@nitka/api-client/stewardship";
import { useLanguage } from "../i18n";
import { customerName, showValue } from "../parts/customerName";
import css from "./order.module.css";
import { chance, signed, waterfall } from "./rules";
import { featureName, levelName } from "./words";

/** What the score is made of: a table that reads well aloud, with a bar beside each figure. */
export function Waterfall({ suggestion }: { suggestion: Suggestion }) {
  const { locale, t } = useLanguage();
  const { steps, zero, total } = waterfall(suggestion.features);
  const said = (feature: string, value: string | null) =>
    value === null ? "" : showValue(feature, value, t);
  return (
    <section className={css.part}>
      <h3>{t("suggest.why")}</h3>
      <table className={css.waterfall}>
        <caption className="hidden">{t("suggest.whyHint")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("suggest.feature")}</th>
            <th scope="col" className="cut">
              {suggestion.a.id === suggestion.b.id ? t("suggest.first") : customerName(suggestion.a, t)}
            </th>
            <th scope="col" className="cut">
              {suggestion.a.id === suggestion.b.id ? t("suggest.second") : customerName(suggestion.b, t)}
            </th>
            <th scope="col">{t("suggest.level")}</th>
            <th scope="col" className={css.figure}>
              {t("suggest.weight")}
            </th>
            <td aria-hidden />
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={`${step.feature} ${step.a} ${step.b}`} data-level={step.level?.toLowerCase()}>
              <th scope="row">{featureName(t, step.feature)}</th>
              <td className="cut" title={said(step.feature, step.a)}>
                {said(step.feature, step.a)}
              </td>
              <td className="cut" title={said(step.feature, step.b)}>
                {said(step.feature, step.b)}
              </td>
              <td className="dim">{levelName(t, step.level)}</td>
              <td className={css.figure}>{signed(step.weight, locale)}</td>
              <td className={css.chart} aria-hidden>
                <span className={css.zero} style={{ left: `${zero}%` }} />
                <span
                  className={css.bar}
                  data-against={step.weight < 0 || undefined}
                  style={{ left: `${step.left}%`, width: `max(2px, ${step.width}%)` }}
                />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={4}>
              {t("suggest.total")}
            </th>
            <td className={css.figure}>{signed(total, locale)}</td>
            <td className="dim">
              {t("suggest.chanceLong", { percent: chance(suggestion.score).toLocaleString(locale) })}
            </td>
          </tr>
        </tfoot>
      </table>
      <p className="faint">{t("suggest.whyHint")}</p>
    </section>
  );
}
