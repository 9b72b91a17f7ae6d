// Runs before the chat's script: whom the shop knows its visitor to be. A real shop knows it from its own sign-in.
window.shop = JSON.parse(document.getElementById("shop").textContent);
window.shop.person = window.shop.people.find(({ email }) => email === localStorage.getItem("shop:person")) ?? null;
window.nitka = window.nitka || ((...args) => (window.nitka.q = window.nitka.q || []).push(args));
window.nitkaSettings = {
  locale: window.shop.lang,
  ...(window.shop.person && { name: window.shop.person.name, email: window.shop.person.email }),
};
