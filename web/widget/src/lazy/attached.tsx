import { h } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Chat } from "../talk/chat";
import type { Attachment } from "../talk/types";
import type { Ui } from "../ui/app";
import { filesWords } from "./files-words";
import { size } from "./size";

/** Types that are safe to show: anything else could run in the page, and is only ever saved. */
const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

const fetched = new Map<string, Promise<string>>();

async function download(chat: Chat, file: Attachment): Promise<string> {
  const path = `/client/v1/files/${encodeURIComponent(file.id)}?visitor=${encodeURIComponent(chat.visitor().id)}`;
  const response = await fetch(chat.http.origin + path, {
    headers: chat.http.headers(path),
    credentials: "omit",
  });
  if (!response.ok) throw new Error(String(response.status));
  const type = PICTURE.test(file.type) ? file.type : "application/octet-stream";
  return URL.createObjectURL(new Blob([await response.arrayBuffer()], { type }));
}

/** Address of a file within this page; it is asked for with our headers, for the secret must not stand in an address. */
function addressOf(chat: Chat, file: Attachment): Promise<string> {
  const kept = fetched.get(file.id) ?? download(chat, file);
  fetched.set(file.id, kept);
  kept.catch(() => fetched.delete(file.id));
  return kept;
}

/** Saves a file under its own name. */
async function save(chat: Chat, file: Attachment): Promise<void> {
  const link = document.createElement("a");
  link.href = await addressOf(chat, file);
  link.download = file.name;
  link.click();
}

/** A file of a message: a picture is shown, anything else is named and saved on demand. */
export function Attached({ chat, words, file }: Ui & { file: Attachment }) {
  const [picture, show] = useState("");
  const hide = () => show("");
  useEffect(() => {
    if (PICTURE.test(file.type)) addressOf(chat, file).then(show, hide);
  }, []);
  if (picture) {
    return (
      <a class="picture" href={picture} target="_blank" rel="noopener noreferrer">
        <img src={picture} alt={file.name || filesWords[words.language].picture} onError={hide} />
      </a>
    );
  }
  return (
    <button type="button" class="file" onClick={() => void save(chat, file).catch(hide)}>
      <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
        <path d="M13.5 3.5H7A1.5 1.5 0 0 0 5.5 5v14A1.5 1.5 0 0 0 7 20.5h10a1.5 1.5 0 0 0 1.5-1.5V8.5l-5-5zv5h5" />
      </svg>
      <span class="name">
        {file.name}
        <small>{size(words.language, file.size)}</small>
      </span>
    </button>
  );
}
