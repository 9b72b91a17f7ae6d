import type { DataKind } from "@nitka/api-client/assurance";
import { IconLock, IconLockOpen2 } from "@tabler/icons-react";
import { useT } from "../i18n";
import css from "./person.module.css";
import { useTelling } from "./Telling";

/** A lock beside what may not be told in the conversation at hand, with the reason; nothing where all may be. */
export function Lock({ kind }: { kind: DataKind }) {
  const t = useT();
  const telling = useTelling(kind);
  if (!telling || telling.told === "all") return null;
  const Sign = telling.told === "part" ? IconLockOpen2 : IconLock;
  const words = t(telling.told === "part" ? "telling.part" : "telling.locked", { why: telling.text });
  return (
    <span className={css.lock} title={words} data-told={telling.told}>
      <Sign size={13} stroke={1.7} aria-hidden />
      <span className="hidden">{words}</span>
    </span>
  );
}
