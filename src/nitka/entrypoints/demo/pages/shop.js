import { h, icon, money, show } from "./parts.js";
import { countCart } from "./shop-cart.js";
import { cartPage, checkoutPage, thanksPage } from "./shop-checkout.js";
import { greet } from "./shop-people.js";
import { productOf, track } from "./shop-tracking.js";
import { words } from "./shop-words.js";

const { goods, lang } = window.shop;
const link = (thing) => `/demo/shop/goods/${thing.id}`;

function priceOf(thing) {
  return h("span", { class: "price" }, thing.old ? h("s", {}, money(thing.old)) : "", money(thing.price));
}

function card(thing) {
  const { name, kind } = thing[lang];
  return h(
    "a",
    { class: "card", href: link(thing) },
    icon(thing),
    h("h3", {}, name),
    h("p", {}, h("span", {}, kind), priceOf(thing)),
  );
}

function home() {
  const promises = words.promises.map(([bold, text]) => h("div", {}, h("b", {}, bold), text));
  show(
    h(
      "section",
      { class: "hero" },
      h("h1", {}, words.heroTitle),
      h("p", {}, words.heroText),
      h("a", { class: "button", href: "#goods" }, words.heroButton),
    ),
    h("section", { class: "wide promises" }, ...promises),
    h("section", { class: "wide grid", id: "goods" }, ...goods.map(card)),
  );
  if (location.hash === "#goods") document.getElementById("goods").scrollIntoView();
}

function product(thing) {
  const { name, kind, text, facts } = thing[lang];
  const middle = Math.floor(thing.sizes.length / 2);
  const sizes = thing.sizes.map((size, index) =>
    h(
      "label",
      {},
      h("input", { type: "radio", name: "size", value: size, checked: index === middle }),
      h("span", {}, size),
    ),
  );
  const add = h("button", { class: "button", type: "button" }, words.add);
  add.addEventListener("click", async () => {
    if (add.dataset.done) return location.assign("/demo/shop/cart");
    const size = document.querySelector("[name=size]:checked").value;
    const { putIntoCart } = await import("./shop-cart.js");
    putIntoCart(thing.id, size);
    track("Product Added", productOf(thing, size));
    add.dataset.done = "yes";
    add.textContent = words.added;
  });
  show(
    h(
      "section",
      { class: "wide product" },
      icon(thing),
      h(
        "div",
        {},
        h("p", { class: "kind" }, kind),
        h("h1", {}, name),
        priceOf(thing),
        h("p", {}, text),
        h("ul", { class: "facts" }, ...facts.map((fact) => h("li", {}, fact))),
        h("fieldset", { class: "sizes" }, h("legend", {}, words.size), ...sizes),
        add,
      ),
    ),
  );
  track("Product Viewed", productOf(thing));
}

function delivery() {
  const parts = words.deliveryText.flatMap(([title, text]) => [h("h3", {}, title), h("p", {}, text)]);
  show(h("section", { class: "wide narrow" }, h("h1", {}, words.delivery), ...parts));
}

function nothing() {
  const back = h("a", { class: "button soft", href: "/demo/shop" }, words.back);
  show(h("section", { class: "wide narrow" }, h("h1", {}, words.none), back));
}

function route(path) {
  const thing = goods.find((one) => path === `goods/${one.id}`);
  if (thing) return product(thing);
  const pages = { "": home, delivery, cart: cartPage, checkout: checkoutPage, thanks: thanksPage };
  return (pages[path] ?? nothing)();
}

for (const place of document.querySelectorAll("[data-say]")) place.textContent = words[place.dataset.say];
const language = document.getElementById("language");
language.textContent = words.language;
language.title = words.languageTitle;
language.addEventListener("click", () => {
  document.cookie = `demo_lang=${lang === "ru" ? "en" : "ru"}; path=/demo; max-age=31536000; samesite=lax`;
  location.reload();
});
greet();
countCart();
route(location.pathname.replace(/^\/demo\/shop\/?/, "").replace(/\/$/, ""));
