import type { Assurance, NodeRef, WhyLink } from "@nitka/api-client/types";

/** One piece of evidence and all that it ties together. */
export interface Reason {
  key: string;
  nodes: NodeRef[];
  because: string;
  assurance: Assurance;
}

/** The links of one touch become one reason, so that each piece of evidence is read once; the firmest stay first. */
export function reasons(links: readonly WhyLink[]): Reason[] {
  const found = new Map<string, Reason>();
  for (const { a, b, kind, assurance, evidence, because } of links) {
    const key = JSON.stringify([evidence.touch ?? evidence.at ?? null, kind, assurance, because]);
    const reason = found.get(key) ?? { key, nodes: [], because, assurance };
    for (const node of [a, b]) if (!reason.nodes.some((one) => one.id === node.id)) reason.nodes.push(node);
    found.set(key, reason);
  }
  return [...found.values()];
}
