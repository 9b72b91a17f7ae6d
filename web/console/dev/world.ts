import type {
  Address,
  Connection,
  Conversation,
  Customer,
  Identifier,
  IdentityEvent,
  Message,
  TimelineItem,
} from "@nitka/api-client/types";
import { ANSWERS, ME, NAMES, TEAM, WORDS } from "./people";

const MINUTE = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();
let seq = 0;
const nextId = (kind: string) => `${kind}-${++seq}`;

export const connections: Connection[] = [
  {
    id: "k-chat",
    kind: "chat",
    name: "Чат на lavka.example",
    settings: {},
    secrets: [],
    write_key: "wk_5f0c2e71a9",
    state: { status: "ok", error: null, since: ago(4000) },
    disabled: false,
  },
  {
    id: "k-mail",
    kind: "email",
    name: "help@lavka.example",
    settings: { address: "help@lavka.example", imap_host: "imap.lavka.example" },
    secrets: [],
    write_key: null,
    state: {
      status: "error",
      error: "Сервер imap.lavka.example не принял пароль. Проверьте его в настройках.",
      since: ago(18),
    },
    disabled: false,
  },
  {
    id: "k-tg",
    kind: "telegram",
    name: "@lavka_bot",
    settings: {},
    secrets: [],
    write_key: null,
    state: { status: "ok", error: null, since: ago(9000) },
    disabled: false,
  },
];
const CONNECTION: Record<string, string> = { chat: "k-chat", email: "k-mail", telegram: "k-tg" };
const TYPE: Record<string, string> = { chat: "device", email: "email", telegram: "telegram" };

export const customers = new Map<string, Customer>();
export const conversations = new Map<string, Conversation>();
export const messages = new Map<string, Message[]>();
export const timelines = new Map<string, TimelineItem[]>();
export const histories = new Map<string, IdentityEvent[]>();
export const drafts = new Map<string, unknown>();

function identifier(type: string, value: string, assurance: Identifier["assurance"]): Identifier {
  return { id: nextId("i"), type, namespace: "", value, assurance, status: "normal", first_at: ago(6000) };
}

export function addMessage(conversation: Conversation, part: Partial<Message>): Message {
  const customer = customers.get(conversation.customer.id);
  const channel = part.channel ?? "chat";
  const address = customer?.identifiers.find((one) => one.type === TYPE[channel]);
  const message: Message = {
    id: nextId("m"),
    conversation_id: conversation.id,
    seq: ++seq,
    direction: "in",
    channel,
    connection_id: CONNECTION[channel] ?? "k-chat",
    strand_id: `${conversation.customer.id}-${channel}`,
    author:
      part.direction === "out" || part.direction === "note"
        ? { kind: "operator", ...ME }
        : { kind: "customer", id: conversation.customer.id, name: conversation.customer.name },
    text: "",
    html: null,
    quoted: null,
    subject: null,
    attachments: [],
    at: ago(0),
    status: part.direction === "out" ? "read" : "received",
    error: null,
    address: address ? { id: address.id, type: address.type, value: address.value } : null,
    ...part,
  };
  messages.set(conversation.id, [...(messages.get(conversation.id) ?? []), message]);
  if (message.direction !== "note")
    conversation.last = { text: message.text, channel, direction: message.direction, at: message.at };
  conversation.version += 1;
  return message;
}

export function touch(
  customerId: string,
  kind: TimelineItem["kind"],
  minutes: number,
  text: string,
  payload: Record<string, unknown> = {},
): TimelineItem {
  const item: TimelineItem = {
    id: nextId("t"),
    kind,
    channel: "site",
    direction: null,
    at: ago(minutes),
    text,
    conversation_id: null,
    payload,
  };
  timelines.set(customerId, [...(timelines.get(customerId) ?? []), item]);
  return item;
}

function person(index: number): Customer {
  const name = index % 9 === 7 ? null : (NAMES[index % NAMES.length] ?? null);
  const many = index % 3 === 0;
  const id = nextId("c");
  const customer: Customer = {
    id,
    name,
    known_by: null,
    traits: index === 0 ? { размер: "43", город: "Тверь", "карта лояльности": "золотая" } : {},
    blocked: false,
    created_at: ago(3000 + index * 700),
    open_conversation_id: null,
    identifiers: [
      identifier("device", `d7e1${(index * 7919 + 65537).toString(16)}a93c52f0`, "observed"),
      identifier("email", `client${index + 1}@mail.example`, many ? "asserted" : "verified"),
      ...(many
        ? [
            identifier("phone", `+7916${String(1234567 + index * 31337).slice(0, 7)}`, "verified"),
            identifier("telegram", `@client_${index + 1}`, "verified"),
          ]
        : []),
    ],
  };
  customers.set(id, customer);
  return customer;
}

function begin(customer: Customer, index: number): Conversation {
  const statuses = ["open", "open", "waiting", "open", "snoozed", "waiting", "closed"] as const;
  const status = index === 0 ? "open" : (statuses[index % statuses.length] ?? "open");
  const mate = TEAM[index % 3];
  const conversation: Conversation = {
    id: nextId("v"),
    number: 1000 + index,
    customer: { id: customer.id, name: customer.name },
    status,
    assignee:
      index % 4 === 3 ? null : index % 2 === 0 ? { ...ME } : mate ? { id: mate.id, name: mate.name } : null,
    brand_id: "b",
    last: { text: "", channel: "chat", direction: "in", at: ago(0) },
    unread: 0,
    waiting_since: null,
    opened_at: ago(12 + index * 9),
    closed_at: null,
    snoozed_until: null,
    version: 1,
  };
  conversations.set(conversation.id, conversation);
  if (status !== "closed") customer.open_conversation_id = conversation.id;
  return conversation;
}

function smallTalk(conversation: Conversation, index: number): void {
  const channel = ["chat", "email", "telegram"][index % 3] ?? "chat";
  const start = 6 + index * 9;
  addMessage(conversation, { channel, text: WORDS[index % WORDS.length], at: ago(start) });
  if (conversation.status === "open") {
    conversation.unread = (index % 3) + 1;
    conversation.waiting_since = ago(Math.min(start, 1 + index * 2));
    return;
  }
  addMessage(conversation, {
    channel,
    direction: "out",
    text: ANSWERS[index % ANSWERS.length],
    at: ago(start - 4),
    status: index % 5 === 0 ? "delivered" : "read",
  });
}

function mainStory(customer: Customer, conversation: Conversation): void {
  const id = customer.id;
  touch(id, "ad", 1500, "yandex", { utm: { source: "yandex", medium: "cpc", campaign: "winter" } });
  touch(id, "purchase", 9000, "Заказ № 10198: кеды, 4 290 ₽");
  touch(id, "purchase", 1440, "Заказ № 10234: ботинки «Север», 8 990 ₽. В пути, ждём 24 ноября");
  touch(id, "mailing", 200, "открыто письмо «Скидки на зимнее»");
  [
    "Главная",
    "Мужская обувь",
    "Зимние ботинки",
    "Ботинки «Север»",
    "Таблица размеров",
    "Ботинки «Север»",
  ].forEach((title, index) => {
    touch(id, "page", 66 - index * 2, title, { title, url: `https://lavka.example/${index}` });
  });
  touch(id, "track", 53, "товар в корзине: ботинки «Север», 1 шт., 5 990 ₽");
  touch(id, "note", 30, "Просил доставку вечером, после 19:00");
  const say = (minutes: number, part: Partial<Message>) =>
    addMessage(conversation, { ...part, at: ago(minutes) });
  say(52, { text: "Здравствуйте! Есть 43 размер ботинок «Север»?" });
  say(51, { text: "В карточке товара только до 42, а у вас в магазине видел больше." });
  say(50, { direction: "out", text: "Здравствуйте, Иван! Уточняю на складе, пара минут." });
  say(49, {
    direction: "note",
    author: { kind: "operator", id: "p-2", name: "Анна Верещагина" },
    text: "Склад подтвердил: 43-й есть, две пары на Ленинградской.",
  });
  say(22, { channel: "telegram", text: "Так что с размером? Я уже в метро, пишу отсюда." });
  say(21, {
    channel: "telegram",
    direction: "out",
    text: "Да, есть! Отложить для вас до завтра? Вот точный адрес: https://lavka.example/shops/leningradskaya",
    status: "read",
  });
  say(20, {
    channel: "telegram",
    direction: "out",
    text: "Примерить можно без предоплаты.",
    status: "delivered",
  });
  touch(id, "page", 12, "Магазин на Ленинградской", {
    title: "Магазин на Ленинградской",
    url: "https://lavka.example/shops",
  });
  say(8, {
    channel: "email",
    subject: "Re: Заказ 10234",
    text: "Добрый вечер! Прикладываю фото старой пары, чтобы сверить колодку.",
    html: `<p>Добрый вечер!</p><p>Прикладываю фото старой пары, чтобы <b>сверить колодку</b>. Вот что у меня сейчас:</p><table border="1" cellpadding="6" style="border-collapse:collapse"><tr><td>Длина стельки</td><td>28,5 см</td></tr><tr><td>Полнота</td><td>средняя</td></tr></table><p>С уважением,<br>Иван</p>`,
    quoted:
      "21 ноября 2026 г., 18:02, help@lavka.example:\n> Ваш заказ № 10234 передан в доставку.\n> Спасибо, что выбрали нас!",
    attachments: [
      {
        id: "f-1",
        name: "staraya-para.jpg",
        type: "application/octet-stream",
        size: 1_840_000,
        url: "/api/v1/files/f-1",
      },
    ],
  });
  say(6, {
    channel: "email",
    direction: "out",
    text: "Спасибо, сверили: подойдёт. Чек пришлём сюда же.",
    status: "failed",
    error: "почтовый сервер получателя переполнен (452)",
  });
  say(1, { channel: "telegram", text: "Отлично, откладывайте! Заберу после семи." });
  conversation.unread = 1;
  conversation.waiting_since = ago(0.8);
  conversation.opened_at = ago(52);
  histories.set(id, [
    {
      id: "e-1",
      op: "merge",
      before: {},
      after: {},
      why: "Перешёл по ссылке «продолжить в Telegram» из чата",
      at: ago(22),
      who: null,
      undone_by: null,
    },
  ]);
}

for (let index = 0; index < 64; index += 1) {
  const customer = person(index);
  const conversation = begin(customer, index);
  if (index === 0) mainStory(customer, conversation);
  else smallTalk(conversation, index);
  touch(customer.id, "page", 40 + index * 9, "Главная", { title: "Главная" });
}

export function addressesOf(conversation: Conversation): Address[] {
  const customer = customers.get(conversation.customer.id);
  return (["telegram", "chat", "email"] as const).flatMap((channel): Address[] => {
    const found = customer?.identifiers.find((one) => one.type === TYPE[channel]);
    if (!found) return [];
    return [
      {
        connection_id: CONNECTION[channel] ?? "",
        connection_name: connections.find((one) => one.kind === channel)?.name ?? "",
        channel,
        identifier_id: found.id,
        type: found.type,
        value: found.value,
        assurance: found.assurance,
        path: channel === "email" && found.assurance === "asserted" ? "asserted" : "verified",
        last_in_at: ago(10),
        available: true,
        reason: null,
        current: conversation.last.channel === channel,
        latest: conversation.last.channel === channel,
      },
    ];
  });
}
