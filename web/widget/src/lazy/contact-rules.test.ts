import { expect, test } from "vitest";
import { checkContact } from "./contact-rules";

test.each(["+7 (916) 123-45-67", "89161234567", "+44 20 7946 0958"])("%s is a phone", (reach) =>
  expect(checkContact("Текст", reach)).toEqual({ reach: { phone: reach } }),
);

test.each(["ivan@example.com", "почта@пример.рф"])("%s is an e-mail", (reach) =>
  expect(checkContact("Текст", reach)).toEqual({ reach: { email: reach } }),
);

test.each([
  ["", "ivan@example.com", "needText"],
  ["Текст", "", "needReach"],
  ["Текст", "ivan@example", "badEmail"],
  ["Текст", "ivan@exa mple.com", "badEmail"],
  ["Текст", "ivan", "badEmail"],
  ["Текст", "12345", "badPhone"],
])("text %j and address %j: %s", (text, reach, what) =>
  expect(checkContact(text, reach)).toMatchObject({ what }),
);
