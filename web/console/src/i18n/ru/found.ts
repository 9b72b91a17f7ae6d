import type { Translation } from "@nitka/ui/i18n";
import type { found as english } from "../en/found";

export const found: Translation<typeof english> = {
  "found.label": "Клиент сказал о себе",
  "found.own": "Его {what} {value}?",
  "found.known": "Его {what} {value}? Это есть у другого клиента: они станут одним",
  "found.former": "Раньше его {what} {value}?",
  "found.trait": "Зовут {value}?",
  "found.work": "Рабочая почта {value}?",
  "found.other": "{value} — не его?",
  "found.shared": "Пишет с чужого: {value}?",
  "found.type.phone": "телефон",
  "found.type.email": "адрес",
  "found.type.username": "Telegram",
  "found.type.order": "заказ",
  "found.type.contract": "договор",
  "found.type.name": "имя",
  "found.type.device": "браузер",
  "found.type.other": "идентификатор",
  "found.taken": "принято со слов",
  "found.confirm": "Подтвердить",
  "found.dismiss": "Нет",
  "found.wrong": "Неверно",
  "found.confirmed": "Подтверждено",
  "found.dismissed": "Отклонено",
  "keys.found": "Подтвердить то, что клиент сказал о себе",
  "keys.notFound": "Отклонить это",
};
