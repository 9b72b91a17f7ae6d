import type { Http } from "./http";
import type { CustomerBrief } from "./stewardship";
import type { Assurance, Identifier } from "./types";

/** What an identifier that joins nobody is, told from who has it. */
export type SharedUse = "household" | "organisation" | "home_device" | "public_device" | "other";
export type DeviceUse = "own" | "home_device" | "public_device" | "other";
export type DeviceKind = "phone" | "tablet" | "computer";

/** `type` is that of an identifier, or `address`, whose value is not told. */
export interface SharedThing {
  id: string;
  type: string;
  value: string | null;
  use: SharedUse;
  people: number;
  first_at: string;
}

export interface Member {
  customer: CustomerBrief;
  shares: { id: string; assurance: Assurance }[];
}

/** Several customers, not one; `id` is that of the oldest shared thing. */
export interface Household {
  id: string;
  shared: SharedThing[];
  members: Member[];
}

export interface CustomerDevice {
  identifier: Identifier;
  use: DeviceUse;
  kind: DeviceKind | null;
  people: number;
  touches: number;
  first_at: string | null;
  last_at: string | null;
}

export interface DeviceUser {
  customer: CustomerBrief;
  touches: number;
  first_at: string | null;
  last_at: string | null;
}

export interface Device {
  identifier: Identifier;
  use: DeviceUse;
  kind: DeviceKind | null;
  people: number;
  users: DeviceUser[];
}

export interface Organisation {
  identifier: Identifier;
  people: number;
  members: CustomerBrief[];
}

export interface Around {
  households: Household[];
  organisations: SharedThing[];
  devices: CustomerDevice[];
}

/** Who and what is around customers; all of it follows from what was seen and is only read. */
export function households({ request }: Http) {
  return {
    around: (customerId: string) => request<Around>("GET", `/customers/${customerId}/around`),
    household: (id: string) => request<Household>("GET", `/households/${id}`),
    device: (id: string) => request<Device>("GET", `/devices/${id}`),
    organisation: (id: string) => request<Organisation>("GET", `/organisations/${id}`),
  };
}
