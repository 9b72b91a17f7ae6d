import type { Retold } from "../retell";

export const secondStep = {
  "two.title": "Двухэтапный вход",
  "two.what":
    "После пароля Nitka спросит код из приложения на телефоне. Тогда одного пароля, даже украденного, для входа мало.",
  "two.turnOn": "Включить",
  "two.on": "Включён {when}.",
  "two.left": {
    one: "Остался {n} резервный код.",
    few: "Осталось {n} резервных кода.",
    many: "Осталось {n} резервных кодов.",
    other: "Осталось {n} резервного кода.",
  },
  "two.demandedHere": "Его требует пространство, поэтому выключить его нельзя.",
  "two.renew": "Новые резервные коды",
  "two.renewHint": "Прежние коды перестанут действовать.",
  "two.turnOff": "Выключить",
  "two.offDone": "Двухэтапный вход выключен.",
  "two.continue": "Продолжить",
  "two.passwordHint": "Введите его ещё раз, чтобы никто не сделал этого за вас.",

  "two.scan":
    "Откройте на телефоне приложение с кодами (Google Authenticator, Яндекс Ключ, 2FAS и подобные) и наведите камеру на картинку.",
  "two.picture": "QR-код с ключом для приложения",
  "two.byHand": "Если камеры нет, введите ключ в приложении сами:",
  "two.key": "Ключ",
  "two.code": "Код из приложения",
  "two.codeHint": "Шесть цифр, которые приложение показывает сейчас.",
  "two.confirm": "Подтвердить",

  "two.recovery": "Резервные коды",
  "two.recoveryHint":
    "Каждый код один раз заменит код из приложения, если телефона не будет под рукой. Сохраните их там, где их не найдут другие: больше они не покажутся.",
  "two.download": "Скачать",
  "two.file": "nitka-rezervnye-kody.txt",
  "two.fileHead": "Резервные коды Nitka для {email}. Каждый действует один раз.",
  "two.saved": "Коды сохранены",

  "two.stepTitle": "Второй шаг",
  "two.enter": "Войти",
  "two.useRecovery": "Нет телефона? Ввести резервный код",
  "two.useApp": "Ввести код из приложения",
  "two.recoveryCode": "Резервный код",
  "two.recoveryCodeHint": "Один из десяти, что вы сохранили; каждый действует один раз.",
  "two.lost":
    "Если нет ни телефона, ни кодов, двухэтапный вход сбросит владелец пространства или администратор сервера.",
  "two.setUpTitle": "Настройте двухэтапный вход",
  "two.setUpWhy": "Этого требует пространство, в котором вы работаете. Настроить нужно один раз.",

  "two.demand": "Двухэтапный вход обязателен для всех",
  "two.demandHint":
    "У кого его нет, тот сразу выйдет и настроит его при следующем входе. API-токенов это не касается.",
  "two.without": {
    one: "Пока без него {n} человек.",
    few: "Пока без него {n} человека.",
    many: "Пока без него {n} человек.",
    other: "Пока без него {n} человека.",
  },
  "two.everybody": "Он уже есть у всех.",
  "two.has": "двухэтапный вход",
  "two.reset": "Сбросить",
  "two.resetOf": "Сбросить двухэтапный вход: {name}",
  "two.resetSure": "Да, сбросить",
  "two.resetDone": "Сброшено: {name} войдёт по паролю, все прежние сеансы закрыты.",

  "audit.action.auth.recovery_code": "Вход или изменение по резервному коду",
  "audit.action.auth.recovery_codes": "Созданы новые резервные коды",
  "audit.action.auth.second_factor_off": "Выключен двухэтапный вход",
  "audit.action.auth.second_factor_on": "Включён двухэтапный вход",
  "audit.action.auth.second_step_refused": "Верный пароль, но неверный код",
  "audit.action.people.reset_second_factor": "Сброшен двухэтапный вход",
  "audit.action.workspace.second_factor_off": "Двухэтапный вход больше не обязателен",
  "audit.action.workspace.second_factor_on": "Двухэтапный вход стал обязательным",
};

export const sentences: Retold = [
  [
    "This code is wrong or was used already: take the next one",
    "Код неверный или уже использован. Дождитесь следующего.",
  ],
  ["Two-step sign-in is on already", "Двухэтапный вход уже включён."],
  ["Two-step sign-in is off", "Двухэтапный вход выключен."],
  ["This key was not confirmed in time: begin again", "Ключ вовремя не подтвердили. Начните сначала."],
  [
    "A workspace you belong to asks for two-step sign-in, so it cannot be turned off",
    "Двухэтапный вход требует пространство, в котором вы работаете: выключить его нельзя.",
  ],
  ["The password is wrong", "Неверный пароль."],
  [
    "This sign-in took too long or was given up: begin again",
    "Время на второй шаг вышло. Начните вход сначала.",
  ],
  [
    "Too many wrong codes: begin again with the password",
    "Слишком много неверных кодов. Начните вход сначала, с пароля.",
  ],
  [
    "This workspace asks for two-step sign-in: turn it on in your profile first",
    "Это пространство требует двухэтапного входа. Сначала включите его в своём профиле.",
  ],
  [
    "Turn on two-step sign-in for yourself first, in your profile",
    "Сначала включите двухэтапный вход себе: в настройках, «Мой профиль».",
  ],
  [
    "Turn your own two-step sign-in off in your profile; another owner can reset it for you",
    "Себе двухэтапный вход выключают в своём профиле. Сбросить его вам может другой владелец.",
  ],
  [
    "This person belongs to other workspaces too, so an owner here cannot do this",
    "Этот человек работает и в других пространствах, поэтому сбросить ему вход отсюда нельзя.",
  ],
  ["This person has no two-step sign-in", "У этого человека двухэтапный вход не включён."],
];
