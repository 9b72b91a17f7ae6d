const STEPS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** A file's size as people read it: `640 Б`, `12 кБ`, `3,4 МБ`. `bytes` is a whole number. */
export function fileSize(bytes: number, locale: string): string {
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < STEPS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: STEPS[step],
    unitDisplay: "short",
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}
