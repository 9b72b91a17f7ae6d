import { h } from "preact";

const PATHS = {
  chat: "M12 3.5c-5 0-9 3.4-9 7.6 0 2.4 1.3 4.5 3.4 5.9-.1 1-.6 2.3-1.6 3.4-.2.2 0 .6.3.6 2-.2 3.7-1 4.8-1.9.7.1 1.4.2 2.1.2 5 0 9-3.5 9-7.8s-4-8-9-8z",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9.5l6 6 6-6",
  send: "M12 19V5.5M6 11.5l6-6 6 6",
  attach: "M19.5 11.6l-7.6 7.6a5 5 0 0 1-7-7l8-8.1a3.3 3.3 0 0 1 4.7 4.7l-8 8a1.7 1.7 0 0 1-2.4-2.4l7.3-7.2",
  emoji:
    "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8.5 14.2c.8 1.2 2 1.9 3.5 1.9s2.7-.7 3.5-1.9M9 9.6v.1M15 9.6v.1",
  wait: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 7.5V12l3 2",
  one: "M5 12.5l4.5 4.5L19 7.5",
  two: "M2.5 12.5L7 17l9.5-9.5M12 17l9.5-9.5",
  warn: "M12 8v5M12 16.5v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z",
} as const;

export type IconName = keyof typeof PATHS;

/** A line drawing in the colour of the text around it; what it means is said in words beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
