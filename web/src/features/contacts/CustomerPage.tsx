import { getRouteApi } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ApiError } from "@/api/client";
import { Failed } from "@/components/Failed";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { isLost } from "@/components/problem";
import { QuickTransaction } from "@/features/transactions/QuickTransaction";
import { CustomerGone } from "./CustomerGone";
import { CustomerHead } from "./CustomerHead";
import { CustomerMenu } from "./CustomerMenu";
import classes from "./contacts.module.css";
import { useCustomer } from "./customers";
import { Neighbours } from "./Neighbours";
import { NoteBox } from "./NoteBox";
import { TabbedCustomer } from "./TabbedCustomer";
import { TimelinePanel } from "./Timeline";

const route = getRouteApi("/shell/customers/$customerId");

export function CustomerPage() {
  const { t } = useTranslation();
  const { customerId } = route.useParams();
  const search = route.useSearch();
  const { kind, tab } = search;
  const navigate = route.useNavigate();
  const id = Number(customerId);
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: { ...search, ...next }, replace: true });
  };
  const { data: customer, error, refetch } = useCustomer(id);
  if (error instanceof ApiError && error.status === 404) return <CustomerGone id={id} />;
  if (isLost(error, customer)) return <Failed error={error} retry={() => void refetch()} />;
  if (!customer) return <PageSkeleton />;
  return (
    <Page
      // What is open or typed belongs to this customer: the next one begins anew.
      key={id}
      title={customer.name}
      aside={
        <span className={classes.second}>
          {t(`contacts.kinds.${customer.kind}`)} · {t(`contacts.stages.${customer.stage}`)}
        </span>
      }
      actions={<CustomerMenu customer={customer} />}
    >
      {search.list !== undefined && (
        <Neighbours customerId={id} list={search.list} back={search.back} from={search.from} />
      )}
      <CustomerHead customer={customer} />
      <div className={classes.split}>
        <TabbedCustomer customer={customer} tab={tab} onTab={(next) => change({ tab: next })} />
        <div className={classes.column}>
          <NoteBox
            customerId={id}
            draftKey={`customer/${id}`}
            actions={<QuickTransaction customer={customer} />}
          />
          <TimelinePanel customerId={id} kind={kind} onKind={(next) => change({ kind: next })} />
        </div>
      </div>
    </Page>
  );
}
