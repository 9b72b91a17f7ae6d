const PLACE = "shop:cart";

/** What lies in the cart: items {id, size, count}, kept in this browser. */
export function cart() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? [];
  } catch {
    return [];
  }
}

/** Shows how many things lie in the cart, in the header. */
export function countCart() {
  const count = cart().reduce((sum, item) => sum + item.count, 0);
  document.getElementById("count").textContent = count || "";
}

export function keepCart(items) {
  localStorage.setItem(PLACE, JSON.stringify(items));
  countCart();
}

export function putIntoCart(id, size) {
  const items = cart();
  const same = items.find((item) => item.id === id && item.size === size);
  if (same) same.count += 1;
  else items.push({ id, size, count: 1 });
  keepCart(items);
}
