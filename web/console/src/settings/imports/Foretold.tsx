import type { ImportForecast } from "@nitka/api-client/imports";
import { useT } from "../../i18n";
import own from "./imports.module.css";
import { foretold } from "./rules";

/** What a dry run found, in words. */
export function Foretold({ forecast }: { forecast: ImportForecast }) {
  const t = useT();
  return (
    <section className={own.forecast} aria-label={t("import.forecast")}>
      <b>{t("import.forecast")}</b>
      <ul>
        {foretold(forecast).map((one) => (
          <li key={one}>{t(`import.forecast.${one}`, { n: forecast[one] })}</li>
        ))}
      </ul>
    </section>
  );
}
