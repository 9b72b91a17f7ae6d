import { h } from "./parts.js";
import { identify } from "./shop-tracking.js";
import { words } from "./shop-words.js";

const { people, person } = window.shop;
const PLACE = "shop:person";

function become(next) {
  // Somebody else at the same computer must not be taken for the one before: they get an empty chat of their own.
  if (person && person.email !== next?.email) window.nitka("reset");
  if (next) localStorage.setItem(PLACE, next.email);
  else localStorage.removeItem(PLACE);
  if (person?.email !== next?.email) sessionStorage.setItem("shop:new", "yes");
  location.reload();
}

function choice(next) {
  const name = next?.name ?? words.guest;
  const button = h("button", { type: "button", role: "menuitem" }, name, h("small", {}, next?.email ?? words.guestNote));
  button.addEventListener("click", () => become(next));
  return button;
}

/** Fills the menu that lets one sign in as a customer, and tells Nitka who has just signed in. */
export function greet() {
  const button = document.getElementById("who");
  const menu = document.getElementById("people");
  button.textContent = person?.name ?? words.signIn;
  menu.append(h("p", {}, words.peopleNote), ...people.map(choice), choice(null));
  const open = (on) => {
    menu.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
  };
  button.addEventListener("click", () => open(menu.hidden));
  addEventListener("click", (event) => event.target.closest(".who") || open(false));
  addEventListener("keydown", (event) => event.key === "Escape" && open(false));
  if (person && sessionStorage.getItem("shop:new")) {
    sessionStorage.removeItem("shop:new");
    identify({ name: person.name, email: person.email });
  }
}
