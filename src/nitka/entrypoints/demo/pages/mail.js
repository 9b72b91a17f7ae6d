import { Letters } from "./mail-letters.js";
import { h } from "./parts.js";
import * as languages from "./mail-words.js";

const page = JSON.parse(document.getElementById("mail").textContent);
const words = languages[page.lang];
const main = document.getElementById("main");
const letters = new Letters(page, trouble);
const state = { person: remembered(), chosen: null };

function remembered() {
  const known = page.people.find(({ id }) => id === localStorage.getItem("mail:person"));
  const signedIn = page.people.find(({ email }) => email === localStorage.getItem("shop:person"));
  return known ?? signedIn ?? page.people[0];
}

function trouble(on) {
  const line = document.getElementById("trouble");
  line.textContent = words.trouble;
  line.hidden = !on;
}

const initials = (name) => name.split(/\s+/).slice(0, 2).map((word) => word[0]).join("").toUpperCase();
const face = (name, of) => h("span", { class: "face", "data-of": of, "aria-hidden": "true" }, initials(name));
const isMine = (letter) => letter.address === state.person.email;

function when(at) {
  const date = new Date(at);
  const today = date.toDateString() === new Date().toDateString();
  const shape = today ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" };
  return date.toLocaleString(page.lang, shape);
}

function showPeople() {
  const tabs = page.people.map((person, index) => {
    const chosen = person === state.person;
    const tab = h(
      "button",
      { type: "button", role: "tab", "aria-selected": String(chosen) },
      face(person.name, index),
      h("span", {}, h("b", {}, person.name), h("small", {}, person.email)),
    );
    tab.addEventListener("click", () => become(person));
    return tab;
  });
  document.getElementById("people").replaceChildren(...tabs);
}

function row(letter) {
  const mine = isMine(letter);
  const button = h(
    "button",
    { type: "button", "aria-current": String(letter.uid === state.chosen), class: letter.seen || mine ? "" : "unread" },
    h("span", { class: "row" }, h("span", {}, mine ? words.sent : letter.name), h("time", {}, when(letter.at))),
    h("span", { class: "subject" }, letter.subject || words.noSubject),
    h("span", { class: "start" }, letter.text.replace(/\s+/g, " ").slice(0, 90)),
  );
  button.addEventListener("click", () => open(letter));
  return h("li", {}, button);
}

function showList(list) {
  document.getElementById("letters").replaceChildren(...list.map(row));
}

function open(letter) {
  state.chosen = letter.uid;
  if (!letter.seen) letters.markSeen(state.person, letter.uid);
  showList(letters.of(state.person));
  const mine = isMine(letter);
  const files = letter.files.map((name) => h("li", {}, name));
  const quoted = h("details", {}, h("summary", { title: words.quoted }, "···"), h("div", { class: "text" }, letter.quoted));
  main.replaceChildren(
    h("h1", {}, letter.subject || words.noSubject),
    h(
      "div",
      { class: "from" },
      face(letter.name, mine ? page.people.indexOf(state.person) : ""),
      h("p", {}, letter.name, h("br", {}), h("small", {}, mine ? `${words.to}: ${letter.to}` : letter.address)),
      h("time", {}, new Date(letter.at).toLocaleString(page.lang, { dateStyle: "medium", timeStyle: "short" })),
    ),
    h("div", { class: "text" }, letter.text),
    letter.quoted ? quoted : "",
    files.length ? h("ul", { class: "files" }, ...files) : "",
    form({ answers: letter.uid }),
  );
  main.focus();
}

function form({ answers }) {
  const fields = answers
    ? []
    : [
        h("label", {}, words.to, h("input", { value: `${words.shop} <${page.address}>`, readonly: true, tabindex: "-1" })),
        h("label", {}, words.subject, h("input", { name: "subject", required: true, maxlength: "200" })),
      ];
  const placeholder = answers ? words.answer : words.text;
  const text = h("textarea", { name: "text", required: true, placeholder, "aria-label": placeholder });
  const send = h("button", { class: "send" }, words.send);
  const made = h("form", {}, ...fields, text, send);
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    send.disabled = true;
    send.textContent = words.sending;
    const sent = await letters.send(state.person, { ...Object.fromEntries(new FormData(made)), answers });
    const note = h("p", { class: "empty" }, words.sentNote);
    if (sent) return answers ? made.replaceWith(note) : main.replaceChildren(note);
    send.disabled = false;
    send.textContent = words.send;
  });
  return made;
}

function write() {
  state.chosen = null;
  showList(letters.of(state.person));
  main.replaceChildren(h("h1", {}, words.newLetter), form({ answers: null }));
  main.querySelector("[name=subject]").focus();
}

function nothing() {
  const envelope = document.createElement("template");
  envelope.innerHTML = `<svg viewBox="0 0 120 90" fill="none" stroke="#c3cdd5" stroke-width="3" stroke-linejoin="round" aria-hidden="true"><rect x="12" y="14" width="96" height="64" rx="8"/><path d="M14 20l46 34 46-34"/></svg>`;
  main.replaceChildren(h("div", { class: "empty" }, envelope.content, words.empty));
}

function become(person) {
  state.person = person;
  state.chosen = null;
  localStorage.setItem("mail:person", person.id);
  showPeople();
  showList(letters.of(person));
  nothing();
  letters.refresh(person);
}

document.getElementById("write").textContent = words.write;
document.getElementById("write").addEventListener("click", write);
letters.onChange = (person) => person === state.person && showList(letters.of(person));
// Signing in at the shop, in another tab or frame, opens the same person's mail here.
addEventListener("storage", ({ key, newValue }) => {
  const person = key === "shop:person" && page.people.find(({ email }) => email === newValue);
  if (person) become(person);
});
become(state.person);
setInterval(() => document.hidden || letters.refresh(state.person), 2500);
