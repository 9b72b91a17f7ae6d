/** Makes an element; children are nodes or plain text, never HTML. */
export function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value != null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

/** The picture of a thing in its colours. */
export function icon(thing) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `/demo/files/goods.svg#${thing.id}`);
  picture.setAttribute("viewBox", "0 0 240 240");
  picture.setAttribute("aria-hidden", "true");
  for (const [name, colour] of Object.entries(thing.colours)) picture.style.setProperty(`--${name}`, colour);
  picture.append(use);
  return h("span", { class: "picture" }, picture);
}

const rubles = new Intl.NumberFormat("ru-RU", { style: "currency", currency: "RUB", maximumFractionDigits: 0 });

export const money = (sum) => rubles.format(sum);

/** Shows one page. */
export function show(...parts) {
  document.getElementById("main").replaceChildren(...parts);
}
