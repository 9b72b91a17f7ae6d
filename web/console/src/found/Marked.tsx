import { linked } from "../thread/text";
import css from "./found.module.css";
import { pieces } from "./rules";
import { useFoundIn } from "./useFound";

/** The words of a message; those by which somebody was recognised are underlined. */
export function Marked({ messageId, text }: { messageId: string; text: string }) {
  const found = useFoundIn(messageId);
  if (found.length === 0) return linked(text);
  return pieces(text, found).map((piece, index) =>
    piece.quoted ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text never change places
      <mark key={index} className={css.said}>
        {linked(piece.text)}
      </mark>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above
      <span key={index}>{linked(piece.text)}</span>
    ),
  );
}
