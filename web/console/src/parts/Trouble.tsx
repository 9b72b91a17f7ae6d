import { Button } from "@mantine/core";
import { ApiError } from "@nitka/api-client/problem";
import { type T, useT } from "../i18n";
import css from "./parts.module.css";

/** One plain sentence for any error, and what to do where we know it. */
export function sentence(error: unknown, t: T): string {
  if (!(error instanceof ApiError)) return t("error.unexpected");
  if (error.detail) return error.detail;
  if (error.status === 0) return t("error.unreachable");
  if (error.status === 403) return t("error.forbidden");
  if (error.status === 404) return t("error.notFound");
  if (error.status === 429) return t("error.tooMany");
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
