// Drives Segment's own library for Node against the address and key it is given, and fails as it would for its user.
import { Analytics } from "@segment/analytics-node";

const [host, writeKey] = process.argv.slice(2);
const analytics = new Analytics({ host, writeKey, flushInterval: 50 });
const failures = [];
analytics.on("error", (error) => failures.push(error));

const anonymousId = "node-visitor";
analytics.identify({ anonymousId, userId: "42", traits: { email: "ivan@mail.ru", firstName: "Иван" } });
analytics.page({ anonymousId, name: "Ботинки", properties: { url: "https://shop.ru/boots?utm_source=vk" } });
analytics.track({ anonymousId, event: "Order Completed", properties: { order_id: "10234", total: 5990, currency: "RUB" } });
analytics.screen({ anonymousId, name: "Корзина" });
analytics.group({ anonymousId, groupId: "g1", traits: { name: "Ромашка" } });
analytics.alias({ userId: "42", previousId: anonymousId });
await analytics.flush({ close: true });

if (failures.length > 0) {
  console.error(JSON.stringify(failures.map((failure) => `${failure.code}: ${failure.reason}`)));
  process.exit(1);
}
