import type { Language } from "../words/words";
import { filesWords } from "./files-words";

/** A size as people say it: «1,4 МБ». */
export function size(language: Language, bytes: number): string {
  const { units } = filesWords[language];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  const digits = unit > 1 && value < 10 ? 1 : 0;
  return `${value.toLocaleString(language, { maximumFractionDigits: digits })} ${units[unit]}`;
}
