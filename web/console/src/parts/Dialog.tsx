import { type ReactNode, useEffect, useRef } from "react";
import css from "./parts.module.css";

interface Props {
  label: string;
  onClose(): void;
  children: ReactNode;
}

/** The browser's own dialog: it holds the focus, closes on Esc and gives the focus back. */
export function Dialog({ label, onClose, children }: Props) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it; the click is only on the backdrop
    <dialog
      ref={box}
      className={css.dialog}
      aria-label={label}
      // The event comes late: a dialog that is open again by then was not closed by anybody.
      onClose={() => box.current?.open || onClose()}
      onClick={(event) => event.target === box.current && onClose()}
    >
      {children}
    </dialog>
  );
}
