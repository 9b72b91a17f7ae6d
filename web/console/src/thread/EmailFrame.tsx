import { useComputedColorScheme } from "@mantine/core";
import { useMemo, useRef, useState } from "react";
import { useT } from "../i18n";
import css from "./message.module.css";
import { hasOwnColours, hasRemoteImages, withPictures } from "./text";

const LOOKS = {
  paper: "background:#fff;color:#1b1e23",
  light: "background:transparent;color:#1b1e23",
  dark: "background:transparent;color:#e7e9ec",
};

function letter(html: string, look: keyof typeof LOOKS, images: boolean): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data: ${images ? "https: http:" : "'self'"}`;
  const link = look === "dark" ? "#92adf5" : "#2450c4";
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer"><base target="_blank"><style>
:root{color-scheme:${look === "dark" ? "dark" : "light"}}
body{display:flow-root;margin:0;padding:${look === "paper" ? "12px" : "0"};font:13px/1.5 system-ui,sans-serif;overflow-wrap:anywhere;${LOOKS[look]}}
img{max-width:100%;height:auto}a{color:${link}}pre{white-space:pre-wrap}table{max-width:100%}
body>:first-child{margin-top:0}body>:last-child{margin-bottom:0}
</style></head><body>${withPictures(html, images)}</body></html>`;
}

/** A letter's HTML in a frame where no script runs and only its own pictures are fetched; it may be looked at only to know its height. */
export function EmailFrame({ html, title }: { html: string; title: string }) {
  const t = useT();
  const scheme = useComputedColorScheme("light");
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(80);
  const [images, setImages] = useState(false);
  const look = hasOwnColours(html) ? "paper" : scheme;
  const page = useMemo(() => letter(html, look, images), [html, look, images]);
  const measure = () => {
    const body = frame.current?.contentDocument?.body;
    if (body) setHeight(Math.min(2400, body.scrollHeight + 2));
  };
  return (
    <>
      <iframe
        ref={frame}
        title={title}
        className={css.letter}
        data-paper={look === "paper" || undefined}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        srcDoc={page}
        style={{ height }}
        onLoad={measure}
      />
      {!images && hasRemoteImages(html) && (
        <button type="button" className="link" onClick={() => setImages(true)}>
          {t("thread.showImages")}
        </button>
      )}
    </>
  );
}
