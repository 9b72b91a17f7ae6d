import type { Translation } from "@nitka/ui/i18n";
import type { words as english } from "../en/words";

export const words: Translation<typeof english> = {
  "settings.words": "Номера в сообщениях",
  "words.hint":
    "Заказы, договоры и телефоны, которые называет клиент, находятся сами и видны под сообщением.",
  "words.masks": "Как выглядят ваши номера",
  "words.masksHint":
    "# — цифра, #+ — сколько угодно цифр, @ — буква, всё остальное стоит как есть: 77-####/##. Без маски номер узнаётся по слову перед ним: «заказ 10234».",
  "words.whose": "Маска {n}: номер чего",
  "words.order": "Заказ",
  "words.contract": "Договор",
  "words.mask": "Маска {n}",
  "words.example": "77-####/##",
  "words.remove": "Убрать маску {n}",
  "words.add": "Добавить маску",
  "words.ours": "Ваши телефоны и адреса",
  "words.oursLabel": "Не принадлежат клиентам, по одному в строке",
  "words.oursHint": "Адреса подключённых ящиков указывать не нужно.",
  "words.try": "Проверьте на примере",
  "words.text": "Сообщение клиента",
  "words.textHint":
    "Читается с тем, что указано выше, даже если вы ещё не сохранили. Само сообщение не хранится.",
  "words.read": "Прочитать",
  "words.found": "Найдено",
  "words.nothing": "В этих словах ничего не нашлось.",
};
