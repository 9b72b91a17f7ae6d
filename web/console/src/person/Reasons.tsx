import type { WhyLink } from "@nitka/api-client/types";
import { useT } from "../i18n";
import { showValue } from "../parts/customerName";
import { IdentifierIcon } from "../parts/Icon";
import { AssuranceWord } from "./Identifiers";
import css from "./person.module.css";
import { reasons } from "./why";

/** An identifier in a list of them. */
export function Known({ node }: { node: { type: string; value: string } }) {
  const t = useT();
  return (
    <li className={css.node}>
      <IdentifierIcon name={node.type} size={13} />
      <span className="cut" title={node.value}>
        {showValue(node.type, node.value, t)}
      </span>
    </li>
  );
}

/** Each piece of evidence once, with how firm it is and all that it ties together. */
export function Reasons({ links }: { links: readonly WhyLink[] }) {
  return (
    <ol className={`${css.links} ${css.reasons}`}>
      {reasons(links).map(({ key, nodes, because, assurance }) => (
        <li key={key}>
          <span>{because}</span>
          <AssuranceWord assurance={assurance} />
          <ul className={css.tied}>
            {nodes.map((node) => (
              <Known key={node.id} node={node} />
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}
