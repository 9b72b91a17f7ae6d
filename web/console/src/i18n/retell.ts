/** What the server says in English, and how it is said here; `(\d+)` and the like are put in for $1. */
export type Retold = readonly (readonly [said: string | RegExp, here: string])[];

let sentences: Retold = [];

/** The language that is spoken now brings its own way to say what the server says. */
export function speakFor(server: Retold): void {
  sentences = server;
}

/** The server's sentence in the language of the desk; `null` when that language has no words for it. */
export function retell(detail: string): string | null {
  for (const [said, here] of sentences) {
    if (typeof said === "string" ? said === detail : said.test(detail)) return detail.replace(said, here);
  }
  return null;
}
