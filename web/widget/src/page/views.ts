import type { Http } from "../talk/http";
import { newId } from "../talk/visitor";

/** Whether this visitor's page views may be sent. `dnt`: unless the browser asks not to be tracked. */
export function mayTrack(track: "on" | "dnt", browser: Navigator = navigator): boolean {
  const asked =
    browser.doNotTrack === "1" || (browser as { globalPrivacyControl?: boolean }).globalPrivacyControl;
  return track === "on" || (track === "dnt" && !asked);
}

/** What makes a page another page: a change of `#part` does not, a route kept in the hash (`#/…`, `#!/…`) does. */
export const pageOf = (url: string) => url.replace(/#(?!!?\/).*$/, "");

/** The address without a token of «Continue in…»: it is for the chat alone, which asks before it is used. */
export function withoutToken(url: string): string {
  const here = new URL(url);
  if (!here.searchParams.has("nitka")) return url;
  here.searchParams.delete("nitka");
  return here.href;
}

/** Body of a page view (Segment's HTTP API, `page`). */
export function pageView(key: string, visitor: string, url: string, referrer: string, title: string) {
  const { pathname: path, search } = new URL(url);
  const page = { url, path, search, title, referrer };
  return {
    writeKey: key,
    anonymousId: visitor,
    messageId: newId(),
    sentAt: new Date().toISOString(),
    name: title,
    properties: page,
    context: { page, locale: navigator.language, library: { name: "nitka-widget", version: "1" } },
  };
}

/** Sends a page view now and after each navigation inside the page. History is only watched: it stays the page's own. */
export function watchViews(track: "on" | "dnt", http: Http, visitor: () => string): void {
  if (!mayTrack(track)) return;
  let shown = "";
  let referrer = document.referrer;
  const look = () => {
    const url = withoutToken(location.href);
    if (pageOf(url) === pageOf(shown)) return;
    if (shown) referrer = shown;
    shown = url;
    // A moment later, when a single-page site has set its new title.
    setTimeout(() => {
      const view = pageView(http.key, visitor(), url, referrer, document.title);
      http.ask("POST", "/v1/page", view, true).catch(() => {}); // a view that is lost is lost
    }, 50);
  };
  look();
  const { navigation } = window as { navigation?: EventTarget };
  if (navigation) navigation.addEventListener("currententrychange", look);
  else setInterval(look, 1000);
}
