import type { Store } from "../page/storage";

/** A store that several tabs of one test share. */
export function memoryStore(): Store {
  const kept = new Map<string, string>();
  return {
    shared: true,
    get: <T>(name: string) => (kept.has(name) ? (JSON.parse(kept.get(name)!) as T) : null),
    set: (name, value) => void kept.set(name, JSON.stringify(value)),
    remove: (name) => void kept.delete(name),
    names: (prefix) => [...kept.keys()].filter((name) => name.startsWith(prefix)),
    onChange: () => {},
  };
}
