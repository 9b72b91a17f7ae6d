import { h } from "preact";
import { useState } from "preact/hooks";
import type { Attachment } from "../talk/types";
import type { Ui } from "../ui/app";
import { size } from "../words/times";

/** Where a file can be had: at our own origin, or nowhere. */
export function fileUrl(origin: string, file: Attachment): string | undefined {
  if (!file.url) return undefined;
  const url = new URL(file.url, origin);
  return url.origin === origin ? url.href : undefined;
}

const PICTURE = /^image\/(png|jpeg|gif|webp|avif)$/;

/** A file of a message: a picture is shown, anything else is named. */
export function Attached({ chat, words, file }: Ui & { file: Attachment }) {
  const [broken, setBroken] = useState(false);
  const href = fileUrl(chat.settings.origin, file);
  const picture = PICTURE.test(file.type) && href && !broken;
  return (
    <a class={picture ? "picture" : "file"} href={href} target="_blank" rel="noopener noreferrer">
      {picture ? (
        <img src={href} alt={file.name || words.picture} loading="lazy" onError={() => setBroken(true)} />
      ) : (
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5l-5-5zv5h5" />
        </svg>
      )}
      {!picture && (
        <span class="name">
          {file.name}
          <small>{size(words, file.size)}</small>
        </span>
      )}
    </a>
  );
}
