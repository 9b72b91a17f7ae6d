export type SnoozeName = "hour" | "evening" | "tomorrow" | "monday" | "week";

function at(day: Date, plusDays: number, hour: number): Date {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate() + plusDays, hour);
}

/** Moments worth coming back at, soonest first, in the reader's zone. Those that have passed are left out. */
export function snoozeOptions(now: Date): { name: SnoozeName; at: Date }[] {
  const toMonday = (8 - now.getDay()) % 7 || 7;
  const options: { name: SnoozeName; at: Date }[] = [
    { name: "hour", at: new Date(now.getTime() + 3_600_000) },
    { name: "evening", at: at(now, 0, 18) },
    { name: "tomorrow", at: at(now, 1, 9) },
  ];
  // On Sunday Monday is tomorrow.
  if (toMonday > 1) options.push({ name: "monday", at: at(now, toMonday, 9) });
  options.push({ name: "week", at: at(now, 7, 9) });
  const soon = now.getTime() + 90 * 60_000;
  return options.filter((one) => one.name !== "evening" || one.at.getTime() > soon);
}
