import type { Household, SharedThing } from "@nitka/api-client/households";
import type { CustomerBrief } from "@nitka/api-client/stewardship";

export interface Tie {
  thing: SharedThing;
  /** Neither side has more than said it. */
  sworn: boolean;
}

/** Somebody of a household as this customer sees them; `ties` are empty where only others tie them. */
export interface Neighbour {
  customer: CustomerBrief;
  ties: Tie[];
}

const PROVEN = new Set(["verified", "agent"]);
/** What proves itself by being used, or is told by who can be trusted. */
const PLAIN = new Set(["device", "address"]);

/** Everybody else of these households, those first who share most with this customer; `known` is what they were seen with. */
export function neighbours(customerId: string, known: Set<string>, households: Household[]): Neighbour[] {
  const found = new Map<string, Neighbour>();
  for (const { shared, members } of households) {
    const things = new Map(shared.map((thing) => [thing.id, thing]));
    const own = members.find((one) => one.customer.live_id === customerId)?.shares ?? [];
    const mine = new Map(own.map((share) => [share.id, PROVEN.has(share.assurance)]));
    for (const { customer, shares } of members) {
      if (customer.live_id === customerId) continue;
      const neighbour = found.get(customer.id) ?? { customer, ties: [] };
      for (const share of shares) {
        const thing = things.get(share.id);
        if (!thing || !(mine.has(share.id) || known.has(share.id))) continue;
        const proven = PROVEN.has(share.assurance) && mine.get(share.id) !== false;
        neighbour.ties.push({ thing, sworn: !proven && !PLAIN.has(thing.type) });
      }
      found.set(customer.id, neighbour);
    }
  }
  return [...found.values()].sort((a, b) => b.ties.length - a.ties.length);
}
