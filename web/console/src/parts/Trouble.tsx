import { Button } from "@mantine/core";
import { ApiError } from "@nitka/api-client/problem";
import { type T, useT } from "../i18n";
import { retell } from "../i18n/retell";
import css from "./parts.module.css";

/** One plain sentence for any error, and what to do where we know it. */
export function sentence(error: unknown, t: T): string {
  if (!(error instanceof ApiError)) return t("error.unexpected");
  const told = retell(error.detail);
  if (told) return told;
  if (error.status === 0) return t("error.unreachable");
  if (error.status === 403) return t("error.forbidden");
  if (error.status === 404) return t("error.notFound");
  if (error.status === 409) return t("error.conflict");
  if (error.status === 413) return t("error.tooLarge");
  if (error.status === 429) return t("error.tooMany");
  if (error.status === 503) return t("error.unavailable");
  // What is wrong with the input is worth reading in any language.
  if (error.status < 500 && error.detail) return t("error.refused", { detail: error.detail });
  return t("error.server", { status: String(error.status) });
}

export function Trouble({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useT();
  return (
    <div className={css.trouble} role="alert">
      <p>{sentence(error, t)}</p>
      {retry && (
        <Button variant="default" onClick={retry}>
          {t("common.retry")}
        </Button>
      )}
    </div>
  );
}
