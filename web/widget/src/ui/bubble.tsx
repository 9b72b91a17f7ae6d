import { h } from "preact";
import { usePart } from "../lazy/load";
import type { Shown } from "../talk/thread";
import { linkify } from "../words/linkify";
import { fill } from "../words/words";
import type { Ui } from "./app";

/** Text of a message: only ever text nodes, and links that we made ourselves. */
export function Text({ text }: { text: string }) {
  return (
    <p class="text">
      {linkify(text).map((part) =>
        part.href ? (
          <a href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}

export function Bubble({ chat, words, message }: Ui & { message: Shown }) {
  const files = usePart("files", message.attachments.length > 0);
  const failed = message.error !== null;
  const limit = chat.model.state.config?.limits?.text ?? 0;
  const why = message.error === "?" ? "" : fill(message.error ?? "", { n: limit });
  return (
    <div class={`said ${message.status}`}>
      {files &&
        message.attachments.map((file) => (
          <files.Attached key={file.id} chat={chat} words={words} file={file} />
        ))}
      {message.text && <Text text={message.text} />}
      {failed && (
        <p class="failed" role="alert">
          {words.failed} {why}{" "}
          <button type="button" class="link" onClick={() => chat.retry(message.key)}>
            {words.retry}
          </button>
          <button type="button" class="link" onClick={() => chat.discard(message.key)}>
            {words.discard}
          </button>
        </p>
      )}
    </div>
  );
}
