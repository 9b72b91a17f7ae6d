import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { whyQuery } from "../app/queries";
import { useLanguage, useT } from "../i18n";
import { Skeleton } from "../parts/Skeleton";
import { Trouble } from "../parts/Trouble";
import css from "./person.module.css";
import { Reasons } from "./Reasons";

function Links({ customerId }: { customerId: string }) {
  const { locale, t } = useLanguage();
  const query = useQuery(whyQuery(customerId, locale));
  if (query.isPending) return <Skeleton lines={3} />;
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />;
  if (query.data.links.length === 0) return <p className={`dim ${css.plainText}`}>{t("why.alone")}</p>;
  return <Reasons links={query.data.links} />;
}

/** «Почему это один человек?», answered in its place. */
export function Why({ customerId, count }: { customerId: string; count: number }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  if (count < 2) return null;
  return (
    <div className={css.why}>
      <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("why.question")} <IconChevronRight size={13} className={css.arrow} aria-hidden />
      </button>
      {open && <Links customerId={customerId} />}
    </div>
  );
}
