import { h } from "./parts.js";

const page = JSON.parse(document.getElementById("start").textContent);
const { login, password, person, lang } = page;

const ru = {
  title: "Нитка: один покупатель, один диалог",
  lead: "Перед вами выдуманный магазин и почта его покупателя. Всё между ними и рабочим местом оператора — настоящее: чат, SMTP, IMAP, события сайта.",
  desk: "Открыть рабочее место",
  email: "Почта",
  password: "Пароль",
  shop: "Магазин глазами покупателя",
  mail: "Почта того же покупателя",
  apart: "в отдельной вкладке",
  language: "English",
  steps: [
    ["Откройте рабочее место", "В соседнем окне. Там уже пишут и покупают другие, они выдуманы и отвечают сами."],
    ["Спросите в чате", `В магазине нажмите «Войти», выберите «${person}», посмотрите пару вещей и напишите в чат.`],
    ["Продолжите письмом", "Напишите магазину справа. Оператор увидит того же человека и тот же диалог."],
    ["Ответьте как оператор", "Ответ уйдёт туда, где человек сейчас. Смените канал, спросите «почему?», объедините двух Ольг в «Кто есть кто»."],
  ],
};

const en = {
  title: "Nitka: one customer, one conversation",
  lead: "Here is an invented shop and the mailbox of its customer. All between them and the operator’s desk is real: chat, SMTP, IMAP, site events.",
  desk: "Open the desk",
  email: "E-mail",
  password: "Password",
  shop: "The shop as the customer sees it",
  mail: "The same customer’s mail",
  apart: "in a tab of its own",
  language: "Русский",
  steps: [
    ["Open the desk", "In another window. Others write and buy there already; they are invented and answer by themselves."],
    ["Ask in the chat", `In the shop press “Sign in”, choose ${person}, look at a thing or two and write in the chat.`],
    ["Go on by mail", "Write to the shop on the right. The operator sees the same person and the same conversation."],
    ["Answer as the operator", "The answer goes where the person is now. Switch the channel, ask “why?”, merge the two Olgas in “Who is who”."],
  ],
};

const words = { ru, en }[lang];
for (const place of document.querySelectorAll("[data-say]")) place.textContent = words[place.dataset.say];
document.getElementById("shop-frame").title = words.shop;
document.getElementById("mail-frame").title = words.mail;
document.getElementById("steps").append(
  ...words.steps.map(([title, text]) => h("li", {}, h("b", {}, title), h("span", {}, text))),
);
for (const button of document.querySelectorAll("[data-copy]")) {
  const value = { login, password }[button.dataset.copy];
  button.textContent = value;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(value);
    button.dataset.done = "yes";
    setTimeout(() => delete button.dataset.done, 1500);
  });
}
const language = document.getElementById("language");
language.textContent = words.language;
language.addEventListener("click", () => {
  document.cookie = `demo_lang=${lang === "ru" ? "en" : "ru"}; path=/demo; max-age=31536000; samesite=lax`;
  location.reload();
});
