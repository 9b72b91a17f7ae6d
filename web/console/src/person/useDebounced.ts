import { useEffect, useState } from "react";

/** The value once it has been still for `after` milliseconds. */
export function useDebounced<T>(value: T, after: number): T {
  const [still, setStill] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setStill(value), after);
    return () => clearTimeout(timer);
  }, [value, after]);
  return still;
}
