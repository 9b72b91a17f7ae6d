/** The one script tag that puts the chat on a site. */
export function embedSnippet(writeKey: string, origin: string = location.origin): string {
  return `<script src="${origin}/widget.js" data-key="${writeKey}" async></script>`;
}
