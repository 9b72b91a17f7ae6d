import type { DataKind } from "@nitka/api-client/assurance";
import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { Lock } from "./Lock";
import css from "./person.module.css";

interface Props {
  title: ReactNode;
  /** What stands at the right of the title. */
  aside?: ReactNode;
  closed?: boolean;
  /** What kind of data it holds: a lock says that it may not be told in the conversation at hand. */
  kind?: DataKind;
  children: ReactNode;
}

/** A part of the column that can be put away; what was put away is not fetched. */
export function Section({ title, aside, closed = false, kind, children }: Props) {
  const [open, setOpen] = useState(!closed);
  return (
    <section className={css.section}>
      <h3>
        <button
          type="button"
          className={css.sectionTitle}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <IconChevronRight size={13} className={css.arrow} aria-hidden />
          {title}
        </button>
        {kind && <Lock kind={kind} />}
        {aside}
      </h3>
      {open && <div className={css.content}>{children}</div>}
    </section>
  );
}
