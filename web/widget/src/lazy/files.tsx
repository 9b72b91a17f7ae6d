import { Fragment, h } from "preact";
import type { Chat } from "../talk/chat";
import type { Attachment } from "../talk/types";
import { fill, type Words } from "../words/words";
import { filesWords } from "./files-words";
import { size } from "./size";

export { Attached } from "./attached";
export { default as css } from "./files.css?inline";

interface Upload {
  file: File;
  /** 0 to 1. */
  progress: number;
  failed: boolean;
  sent: Attachment | null;
  preview: string | null;
  request: XMLHttpRequest | null;
}

const PREVIEWED = /^image\/(png|jpeg|gif|webp|avif)$/;

/** A file pasted from the clipboard may have no name. */
const nameOf = (file: File) => file.name || `file.${file.type.split("/")[1] ?? "bin"}`;

/** Files on their way to the server, before the message they go with. */
export class Uploads {
  list: Upload[] = [];
  /** Something is being dragged over the chat. */
  over = false;

  constructor(
    private readonly chat: Chat,
    readonly words: Words,
    private readonly limit = Number.POSITIVE_INFINITY,
    readonly changed: () => void,
    private readonly say: (error: string) => void,
  ) {}

  get busy(): boolean {
    return this.list.some((upload) => !upload.sent);
  }

  get done(): Attachment[] {
    return this.list.flatMap((upload) => upload.sent ?? []);
  }

  /** Starts uploading; a file over the limit (bytes) stays here, and its sender is told. */
  add(files: readonly File[]): void {
    const { limit, words } = this;
    const large = files.find((file) => file.size > limit);
    const values = { name: large?.name ?? "", size: size(words.language, limit) };
    this.say(large ? fill(filesWords[words.language].tooBig, values) : "");
    for (const file of files) {
      if (file.size > limit) continue;
      const preview = PREVIEWED.test(file.type) ? URL.createObjectURL(file) : null;
      const upload: Upload = { file, progress: 0, failed: false, sent: null, preview, request: null };
      this.list = [...this.list, upload];
      this.#start(upload);
    }
    this.changed();
  }

  retry(upload: Upload): void {
    upload.failed = false;
    this.#start(upload);
    this.changed();
  }

  remove(upload: Upload): void {
    upload.request?.abort();
    if (upload.preview) URL.revokeObjectURL(upload.preview);
    this.list = this.list.filter((other) => other !== upload);
    this.changed();
  }

  /** Hands the uploaded files over to a message. */
  take(): Attachment[] {
    const { done } = this;
    for (const upload of this.list) this.remove(upload);
    return done;
  }

  // XMLHttpRequest, because fetch does not tell how far an upload has come.
  #start(upload: Upload): void {
    const { http } = this.chat;
    const request = new XMLHttpRequest();
    upload.request = request;
    const path = "/client/v1/files";
    request.open("POST", http.origin + path);
    for (const [name, value] of Object.entries(http.headers(path))) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => {
      upload.progress = total ? loaded / total : 0;
      this.changed();
    };
    request.onload = () => {
      if (request.status < 300) upload.sent = JSON.parse(request.responseText) as Attachment;
      else upload.failed = true;
      this.changed();
    };
    request.onerror = () => {
      upload.failed = true;
      this.changed();
    };
    const body = new FormData();
    body.append("visitor", this.chat.visitor().id);
    body.append("file", upload.file, nameOf(upload.file));
    request.send(body);
  }
}

function Chip({ uploads, upload }: { uploads: Uploads; upload: Upload }) {
  const { words } = uploads;
  const name = nameOf(upload.file);
  const say = filesWords[words.language];
  return (
    <li class={upload.failed ? "chip bad" : "chip"}>
      {upload.preview && <img src={upload.preview} alt="" />}
      <span class="name">
        {upload.failed ? fill(say.failed, { name }) : name}
        {upload.failed ? (
          <button type="button" class="link" onClick={() => uploads.retry(upload)}>
            {words.retry}
          </button>
        ) : (
          <small>{size(words.language, upload.file.size)}</small>
        )}
      </span>
      {!upload.sent && !upload.failed && (
        <progress aria-label={fill(say.uploading, { name })} value={upload.progress} max={1} />
      )}
      <button
        type="button"
        class="plain small"
        aria-label={fill(say.remove, { name })}
        onClick={() => uploads.remove(upload)}
      >
        ×
      </button>
    </li>
  );
}

/** What is on its way, above the field; and the place to drop more while something is dragged over. */
export function Chips({ uploads }: { uploads: Uploads }) {
  return (
    <Fragment>
      {uploads.over && <p class="drop">{filesWords[uploads.words.language].drop}</p>}
      {uploads.list.length > 0 && (
        <ul class="chips">
          {uploads.list.map((upload) => (
            <Chip uploads={uploads} upload={upload} />
          ))}
        </ul>
      )}
    </Fragment>
  );
}

const carried = (event: Event) => {
  const data = event instanceof ClipboardEvent ? event.clipboardData : (event as DragEvent).dataTransfer;
  return data?.types.includes("Files") ? [...data.files] : null;
};

/** Takes files dragged over the panel or pasted into it; returns how to stop. */
export function catchFiles(panel: HTMLElement, uploads: Uploads): () => void {
  const types = ["dragover", "dragleave", "drop", "paste"];
  const on = (event: Event) => {
    const files = carried(event);
    if (!files) return;
    event.preventDefault();
    uploads.over = event.type === "dragover";
    if (event.type === "drop" || event.type === "paste") uploads.add(files);
    else uploads.changed();
  };
  for (const type of types) panel.addEventListener(type, on);
  return () => {
    for (const type of types) panel.removeEventListener(type, on);
  };
}
