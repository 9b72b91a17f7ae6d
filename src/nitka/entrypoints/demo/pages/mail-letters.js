/** The letters of all boxes as the server knows them. */
export class Letters {
  #lists = new Map();
  #shown = new Map();
  #busy = new Set();

  constructor(page, trouble) {
    this.page = page;
    this.trouble = trouble;
    this.onChange = () => {};
  }

  of(person) {
    return this.#lists.get(person.id) ?? [];
  }

  async #ask(method, path, body) {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`/demo/api/mail/${path}`, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${answer.status} ${path}`);
    return answer.status === 204 ? null : answer.json();
  }

  /** Reads the box again; tells when something has changed. */
  async refresh(person) {
    if (this.#busy.has(person.id)) return;
    this.#busy.add(person.id);
    try {
      const { items } = await this.#ask("GET", person.id);
      const shape = JSON.stringify(items);
      this.trouble(false);
      if (this.#shown.get(person.id) === shape) return;
      this.#shown.set(person.id, shape);
      this.#lists.set(person.id, items);
      this.onChange(person);
    } catch (error) {
      console.warn("Mail:", error.message);
      this.trouble(true);
    } finally {
      this.#busy.delete(person.id);
    }
  }

  markSeen(person, uid) {
    this.#lists.set(
      person.id,
      this.of(person).map((letter) => (letter.uid === uid ? { ...letter, seen: true } : letter)),
    );
    this.#ask("POST", `${person.id}/${uid}/seen`).catch(() => this.trouble(true));
  }

  /** Sends a letter to the shop; returns whether it went. */
  async send(person, letter) {
    try {
      await this.#ask("POST", person.id, letter);
      await this.refresh(person);
      return true;
    } catch {
      this.trouble(true);
      return false;
    }
  }
}
