import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useT } from "../i18n";
import css from "./secondStep.module.css";

interface Props {
  codes: readonly string[];
  email: string;
  onSaved(): void;
}

/** The ten codes, this once: to be written down, or kept as a file. */
export function RecoveryCodes({ codes, email, onSaved }: Props) {
  const t = useT();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const text = `${t("two.fileHead", { email })}\n\n${codes.join("\n")}\n`;
  return (
    <section className={css.saved} aria-labelledby="recovery-codes">
      <h2 id="recovery-codes" ref={heading} tabIndex={-1}>
        {t("two.recovery")}
      </h2>
      <p>{t("two.recoveryHint")}</p>
      <ol className={css.codes} aria-labelledby="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className={css.buttons}>
        <Button
          component="a"
          variant="default"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
          download={t("two.file")}
        >
          {t("two.download")}
        </Button>
        <Button onClick={onSaved}>{t("two.saved")}</Button>
      </div>
    </section>
  );
}
