import { ActionIcon } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useT } from "../i18n";
import css from "./parts.module.css";

/** Text to be copied whole: an embed snippet, a link, a token. */
export function Snippet({ text, label }: { text: string; label: string }) {
  const t = useT();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <div className={css.snippet}>
      <pre>
        <span className="hidden">{label}: </span>
        <span className={css.copied}>{text}</span>
      </pre>
      <ActionIcon
        onClick={copy}
        aria-label={copied ? t("common.copied") : t("common.copy")}
        title={t("common.copy")}
      >
        {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
      </ActionIcon>
    </div>
  );
}
