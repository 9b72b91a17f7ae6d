/** Where the widget keeps what must survive a reload. `shared`: other tabs of this site see it too. */
export interface Store {
  readonly shared: boolean;
  get<T>(name: string): T | null;
  set(name: string, value: unknown): void;
  remove(name: string): void;
  names(prefix: string): string[];
  /** Calls back with the name of what another tab has changed. */
  onChange(listener: (name: string) => void): void;
}

function usable(area: () => Storage): Storage | null {
  try {
    const storage = area();
    storage.setItem("nitka:?", "1");
    storage.removeItem("nitka:?");
    return storage;
  } catch {
    return null; // blocked by the browser's settings, a sandboxed frame, or full
  }
}

const OPEN = "nitka:open";

/** Whether the chat was open in this very tab, on the page before. */
export const wasOpen = () => usable(() => window.sessionStorage)?.getItem(OPEN) === "1";

export const rememberOpen = (open: boolean) =>
  usable(() => window.sessionStorage)?.setItem(OPEN, open ? "1" : "");

/** Opens the best storage there is: for good, for this tab, or only for this page. */
export function openStore(key: string): Store {
  const local = usable(() => window.localStorage);
  const area = local ?? usable(() => window.sessionStorage);
  const prefix = `nitka:${key}:`;
  const memory = new Map<string, string>();

  return {
    shared: local !== null,
    get<T>(name: string): T | null {
      const text = memory.get(name) ?? area?.getItem(prefix + name);
      try {
        return text ? (JSON.parse(text) as T) : null;
      } catch {
        return null; // not ours, or cut short: as good as nothing
      }
    },
    set(name, value) {
      const text = JSON.stringify(value);
      try {
        if (!area) throw new Error("no storage");
        area.setItem(prefix + name, text);
        memory.delete(name);
      } catch {
        memory.set(name, text); // full or forbidden: it lives as long as the page does
      }
    },
    remove(name) {
      memory.delete(name);
      area?.removeItem(prefix + name);
    },
    names(start) {
      const found = new Set(memory.keys());
      for (let i = 0; area && i < area.length; i++) {
        const name = area.key(i);
        if (name?.startsWith(prefix)) found.add(name.slice(prefix.length));
      }
      return [...found].filter((name) => name.startsWith(start));
    },
    onChange(listener) {
      addEventListener("storage", (event) => {
        if (event.storageArea === local && event.key?.startsWith(prefix))
          listener(event.key.slice(prefix.length));
      });
    },
  };
}
