import type { Retold } from "../retell";

/** What is wrong with a value, as the server says it to programs, said to people; all else it says well itself. */
export const retold: Retold = [
  [/^Object missing required field `.+`$/, "Fill in this field."],
  [/^Expected `str` of length >= 1$/, "Do not leave this empty."],
  [/^Expected `str` of length >= (\d+)$/, "Write at least $1 characters."],
  [/^Expected `str` of length <= (\d+)$/, "This is too long: at most $1 characters."],
  [/^Expected `array` of length .*$/, "There are too many or too few of these."],
  [/^Expected `(?:int|float)` >= (.+)$/, "Give a number of at least $1."],
  [/^Expected `(?:int|float)` <= (.+)$/, "Give a number of at most $1."],
  [/^Expected `(?:int|float)`, got .*$/, "Give a whole number."],
  [/^Expected `str` matching regex '.*#\[0-9.*$/, "Write a colour like #1c5d99."],
  [/^Expected `str` matching regex '.*https\?.*$/, "Give an address that begins with https://."],
  [/^Expected `str` matching regex '.*:\[0-5\].*$/, "Write a time like 09:00."],
  [/^Expected `str` matching regex .*$/, "Check how this is written."],
  [/^Expected `.+$/, "Check this value."],
  [/^Invalid enum value .*$/, "Choose one of those offered."],
  [/^Invalid (?:UUID|RFC3339 .*)$/, "Check this value."],
  [/^(.+)$/s, "$1"],
];
