import { useEffect } from "react";
import { createStore, useStore } from "./store";

const seconds = createStore(Date.now());
let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

/** One ticking clock for all who show a wait; it stands still when nobody looks. */
export function useSecond(): Date {
  useEffect(() => {
    watchers += 1;
    if (watchers === 1) timer = setInterval(() => seconds.set(Date.now()), 1000);
    return () => {
      watchers -= 1;
      if (watchers === 0) clearInterval(timer);
    };
  }, []);
  return new Date(useStore(seconds));
}

const minutes = createStore(Math.floor(Date.now() / 60_000));
setInterval(() => minutes.set(Math.floor(Date.now() / 60_000)), 5_000);

/** The present moment, renewed each minute: for names of days and coarse times. */
export function useMinute(): Date {
  useStore(minutes);
  return new Date();
}
