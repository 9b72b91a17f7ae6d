import { type ReactNode, useEffect, useState } from "react";

/** Shows its children only when the wait is long enough to be noticed. */
export function Late({ after = 150, children }: { after?: number; children: ReactNode }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), after);
    return () => clearTimeout(timer);
  }, [after]);
  return late ? children : null;
}
