import composer from "./composer.css?inline";
import frame from "./frame.css?inline";
import talk from "./talk.css?inline";

/** Events that stay inside: a key typed into the chat must not be a shortcut of the page. */
const PRIVATE = ["keydown", "keyup", "keypress", "input", "paste", "dragover", "dragleave", "drop"];

/** Adds styles so that a strict content policy lets them in: constructed, else a tag with the script's nonce. */
export function addStyle(root: ShadowRoot, nonce: string, css: string): void {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets.push(sheet);
  } catch {
    const style = document.createElement("style"); // a browser from before constructed sheets
    style.nonce = nonce;
    style.textContent = css;
    root.append(style);
  }
}

/** Puts our one element into the page, with a shadow root that neither lets the page's styles in nor ours out. */
export function mount(nonce: string): ShadowRoot {
  const host = document.createElement("nitka-chat");
  // Inline and important: no rule of the page can move or hide it by accident.
  for (const [name, value] of [
    ["all", "initial"],
    ["position", "fixed"],
    ["z-index", "2147483000"],
  ] as const)
    host.style.setProperty(name, value, "important");
  for (const type of PRIVATE) host.addEventListener(type, (event) => event.stopPropagation());
  const root = host.attachShadow({ mode: "open" });
  addStyle(root, nonce, frame + talk + composer);
  document.body.append(host);
  return root;
}
