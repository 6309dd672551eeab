import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { LinkedContacts as Linked } from "@/api/types";
import { Sheet } from "@/components/Sheet";
import classes from "./contacts.module.css";

/** People of other customers whose company this is. */
export function LinkedContacts({ companyId }: { companyId: number }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["customer", companyId, "linked"],
    queryFn: ({ signal }) => get<Linked>(`/companies/${companyId}/contacts`, undefined, signal),
  });
  if (!data || data.rows.length === 0) return null;
  return (
    <Sheet title={t("companies.linked")} flush>
      <ul className={classes.contacts}>
        {data.rows.map((one) => (
          <li key={one.id} className={classes.contact}>
            <div className={classes.contactHead}>
              <Link
                to="/customers/$customerId"
                params={{ customerId: String(one.customer_id) }}
                className="cut"
              >
                {one.name}
              </Link>
              {one.title && <span className={`cut ${classes.second}`}>{one.title}</span>}
            </div>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
