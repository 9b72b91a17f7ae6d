// What the shop tells Nitka of its visitor, in the words of Segment's e-commerce events.
const { key } = window.shop;

/** The visitor's id is the chat's own, so that what one browses and what one writes belong together. */
const chat = new Promise((ready) => window.nitka("on", "ready", ready));

async function send(type, body) {
  const page = { url: location.href, path: location.pathname, title: document.title, referrer: document.referrer };
  const said = {
    ...body,
    writeKey: key,
    anonymousId: (await chat).visitor,
    messageId: `${Date.now()}-${Math.random().toString(36).slice(2)}`,
    sentAt: new Date().toISOString(),
    context: { page, locale: navigator.language, library: { name: "shop", version: "1" } },
  };
  const headers = { "Content-Type": "application/json" };
  await fetch(`/v1/${type}`, { method: "POST", headers, body: JSON.stringify(said), keepalive: true });
}

const quietly = (promise) => promise.catch((error) => console.warn("Tracking:", error.message));

export const track = (event, properties) => quietly(send("track", { event, properties }));

export const identify = (traits) => quietly(send("identify", { traits }));

/** A product as Segment's events name its fields. */
export const productOf = (thing, size, quantity = 1) => ({
  product_id: thing.id,
  name: thing[window.shop.lang].name,
  price: thing.price,
  currency: "RUB",
  quantity,
  ...(size && { variant: size }),
});
