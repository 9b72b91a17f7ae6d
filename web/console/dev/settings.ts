import { ME, TEAM } from "./people";

const string = (title: string, ru: string, more: object = {}) => ({
  type: "string",
  title,
  "x-ru": { title: ru },
  ...more,
});

export const settings = {
  me: {
    account: { ...ME, email: "ilya@lavka.example", locale: "ru", theme: "auto" },
    workspace: { id: "w-1", name: "Лавка", region: "RU", locale: "ru" },
    role: "owner",
    workspaces: [
      { id: "w-1", name: "Лавка", role: "owner" },
      { id: "w-2", name: "Лавка Опт", role: "operator" },
    ],
  },
  people: [...TEAM],
  canned: [
    {
      id: "a-1",
      shortcut: "привет",
      title: "Приветствие",
      text: "Здравствуйте, {name}! Меня зовут Илья, сейчас помогу.",
    },
    {
      id: "a-2",
      shortcut: "возврат",
      title: "Как вернуть товар",
      text: "Вернуть товар можно в течение 14 дней в любом магазине, чек не обязателен.",
    },
    {
      id: "a-3",
      shortcut: "доставка",
      title: "Сроки доставки",
      text: "По Москве привезём завтра, по России — за 2–5 дней.",
    },
    {
      id: "a-4",
      shortcut: "спасибо",
      title: "Прощание",
      text: "Спасибо, что обратились! Хорошего дня, {name}.",
    },
  ],
  tokens: [
    {
      id: "k-1",
      name: "Обмен заказами",
      role: "operator",
      created_at: "2026-10-01T10:00:00Z",
      used_at: "2026-11-21T10:00:00Z",
      made_by: "Анна Ким",
    },
  ],
  workspace: {
    name: "Лавка",
    region: "RU",
    locale: "ru",
    hours: {
      timezone: "Europe/Moscow",
      always: false,
      days: Array.from({ length: 7 }, (_, day) => ({ open: day < 6, from: "09:00", to: "20:00" })),
    },
    fall_back_minutes: 5,
    reopen_days: 14,
    away_message: {
      ru: "Сейчас нас нет. Оставьте телефон или почту, ответим утром.",
      en: "We are away. Leave your phone or e-mail, we will answer in the morning.",
    },
    widget: { color: "#1f6f5c", title: "Лавка на связи", logo_url: null, position: "right" },
  },
  channels: [
    {
      kind: "chat",
      title: { ru: "Чат на сайте", en: "Site chat" },
      capabilities: {},
      settings_schema: {
        type: "object",
        properties: {
          allowed_origins: {
            type: "array",
            items: { type: "string" },
            title: "Allowed sites",
            "x-ru": { title: "Разрешённые сайты", description: "Пусто: любые." },
          },
        },
      },
    },
    {
      kind: "email",
      title: { ru: "Электронная почта", en: "E-mail" },
      capabilities: {},
      settings_schema: {
        type: "object",
        required: ["address", "imap_host", "smtp_host", "password"],
        properties: {
          address: string("Address", "Адрес", { format: "email" }),
          imap_host: string("IMAP server", "Сервер IMAP"),
          imap_port: { type: "integer", title: "IMAP port", default: 993, "x-ru": { title: "Порт IMAP" } },
          smtp_host: string("SMTP server", "Сервер SMTP"),
          password: string("Password", "Пароль", { writeOnly: true }),
          security: {
            enum: ["tls", "starttls"],
            default: "tls",
            title: "Protection",
            "x-ru": { title: "Защита" },
          },
        },
      },
    },
  ],
  quarantine: [
    {
      id: "q-1",
      connection_id: "k-mail",
      at: "2026-11-22T20:10:00Z",
      error: "Письмо без заголовка From",
      state: "waiting",
    },
  ],
  audit: [
    {
      id: "u-1",
      at: "2026-11-22T09:10:00Z",
      actor: { kind: "account", id: "p-1", name: "Илья Прохоров" },
      action: "connection.changed",
      target: { name: "help@lavka.example" },
      details: {},
    },
  ],
};
