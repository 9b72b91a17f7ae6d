import { useT } from "../i18n";
import { Late } from "./Late";
import css from "./parts.module.css";

const WIDTHS = ["72%", "88%", "54%", "80%", "64%", "92%"];

/** Grey lines in the place of what is loading, after 150 ms only. */
export function Skeleton({ lines = 6, gap = 12 }: { lines?: number; gap?: number }) {
  const t = useT();
  return (
    <Late>
      <div className={css.skeleton} style={{ gap }} aria-busy="true">
        <span className="hidden">{t("common.loading")}</span>
        {Array.from({ length: lines }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no identity
          <span key={index} className={css.bone} style={{ width: WIDTHS[index % WIDTHS.length] }} />
        ))}
      </div>
    </Late>
  );
}
