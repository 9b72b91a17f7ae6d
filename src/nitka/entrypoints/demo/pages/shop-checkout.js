import { cart, keepCart } from "./shop-cart.js";
import { h, icon, money, show } from "./parts.js";
import { identify, productOf, track } from "./shop-tracking.js";
import { words } from "./shop-words.js";

const { goods, lang, person } = window.shop;
const thingOf = (item) => goods.find(({ id }) => id === item.id);
const total = () => cart().reduce((sum, item) => sum + thingOf(item).price * item.count, 0);
const products = () => cart().map((item) => productOf(thingOf(item), item.size, item.count));

function empty() {
  const look = h("a", { class: "button", href: "/demo/shop#goods" }, words.look);
  show(h("section", { class: "wide narrow" }, h("h1", {}, words.emptyCart), look));
}

function line(item, index) {
  const thing = thingOf(item);
  const remove = h("button", { type: "button", title: words.remove, "aria-label": words.remove }, "×");
  remove.addEventListener("click", () => {
    track("Product Removed", productOf(thing, item.size, item.count));
    keepCart(cart().filter((_, place) => place !== index));
    cartPage(false);
  });
  const count = item.count > 1 ? ` × ${item.count}` : "";
  return h(
    "div",
    { class: "line" },
    icon(thing),
    h("div", {}, thing[lang].name, h("small", {}, `${words.size} ${item.size}${count}`)),
    h("span", { class: "price" }, money(thing.price * item.count)),
    remove,
  );
}

const sum = () => h("div", { class: "total" }, h("span", {}, words.total), h("span", {}, money(total())));

export function cartPage(tell = true) {
  if (!cart().length) return empty();
  if (tell !== false) track("Cart Viewed", { products: products() });
  const go = h("a", { class: "button", href: "/demo/shop/checkout" }, words.checkout);
  show(h("section", { class: "wide narrow" }, h("h1", {}, words.cart), ...cart().map(line), sum(), go));
}

function field(name, attributes) {
  return h("label", { class: attributes.class }, words[name], h("input", { name, ...attributes, class: null }));
}

export function checkoutPage() {
  if (!cart().length) return empty();
  track("Checkout Started", { value: total(), currency: "RUB", products: products() });
  const form = h(
    "form",
    { class: "form" },
    field("name", { required: true, class: "all", autocomplete: "name", value: person?.name }),
    field("email", { required: true, type: "email", autocomplete: "email", value: person?.email }),
    field("phone", { type: "tel", autocomplete: "tel", placeholder: "+7 9…" }),
    field("city", { class: "all", autocomplete: "street-address" }),
    h("div", { class: "all" }, sum(), h("button", { class: "button" }, words.pay)),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { name, email, phone } = Object.fromEntries(new FormData(form));
    await identify({ name, email, ...(phone && { phone }) });
    const order = `СВ-${Math.floor(20000 + (Date.now() / 1000) % 70000)}`;
    await track("Order Completed", { order_id: order, total: total(), currency: "RUB", products: products() });
    keepCart([]);
    location.assign(`/demo/shop/thanks?order=${encodeURIComponent(order)}`);
  });
  show(h("section", { class: "wide narrow" }, h("h1", {}, words.checkout), form));
}

export function thanksPage() {
  const order = new URLSearchParams(location.search).get("order") ?? "";
  const back = h("a", { class: "button soft", href: "/demo/shop" }, words.back);
  const number = h("p", {}, `${words.order}: `, h("b", {}, order));
  const note = h("p", { class: "note" }, words.thanksNote);
  show(h("section", { class: "wide narrow" }, h("h1", {}, words.thanks), number, note, back));
}
