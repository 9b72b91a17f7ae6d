import type { Locale, TimelineItem } from "@nitka/api-client/types";

function money(total: number, currency: unknown, locale: Locale): string {
  const figures = { maximumFractionDigits: Number.isInteger(total) ? 0 : 2 };
  // What is no currency of ISO 4217 stands as it was sent.
  if (typeof currency !== "string" || !/^[A-Za-z]{3}$/.test(currency)) {
    return new Intl.NumberFormat(locale, figures).format(total);
  }
  return new Intl.NumberFormat(locale, { style: "currency", currency, ...figures }).format(total);
}

/** What was bought: the order, how much, and what; as the shop told it, else the words it came with. */
export function purchaseWords({ payload, text }: TimelineItem, locale: Locale): string {
  const { properties } = payload as { properties?: Record<string, unknown> };
  if (!properties) return text ?? "";
  const order = properties.order_id ?? properties.orderId;
  const total = Number(properties.total ?? properties.revenue ?? properties.value ?? Number.NaN);
  const products = Array.isArray(properties.products) ? (properties.products as { name?: unknown }[]) : [];
  const names = products.map((one) => one?.name).filter((name) => typeof name === "string");
  const parts = [
    order ? `№ ${String(order)}` : "",
    Number.isFinite(total) ? money(total, properties.currency, locale) : "",
    names.join(", "),
  ].filter(Boolean);
  return parts.join(" · ") || (text ?? "");
}
