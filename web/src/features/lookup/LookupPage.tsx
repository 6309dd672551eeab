import { Skeleton, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FormError } from "@/components/FormError";
import { Page } from "@/components/Page";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { CreateCustomer } from "@/features/contacts/CreateCustomer";
import { Found } from "./Found";
import { LookupForm } from "./LookupForm";
import { isAsked, lookupQuery } from "./lookup";

const route = getRouteApi("/shell/lookup");

/** R145–R147: whether the company that calls is there, whoever owns it; if not, it is added. */
export function LookupPage() {
  const { t } = useTranslation();
  const asked = route.useSearch();
  const navigate = route.useNavigate();
  const [creating, setCreating] = useState(false);
  const found = useQuery(lookupQuery(asked));
  return (
    <Page title={t("lookup.title")}>
      <Text size="sm" c="dimmed" mb="sm" maw={720}>
        {t("lookup.hint")}
      </Text>
      <Sheet>
        <LookupForm
          asked={asked}
          pending={found.isFetching}
          onAsk={(criteria) => {
            // The same again, after somebody added it: asked anew.
            if (JSON.stringify(criteria) === JSON.stringify(asked)) void found.refetch();
            else void navigate({ search: criteria, replace: !isAsked(criteria) });
          }}
        />
      </Sheet>
      <div style={{ marginTop: 12 }} aria-live="polite">
        <Sheet flush>
          <FormError error={found.error} />
          {found.isFetching && <Skeleton h={140} m="md" w="auto" />}
          {!found.isFetching && !found.isError && (
            <Found page={found.data} onCreate={() => setCreating(true)} />
          )}
        </Sheet>
      </div>
      <SidePanel
        opened={creating}
        onClose={() => setCreating(false)}
        title={t("contacts.create")}
        wide
      >
        <CreateCustomer
          kind={asked.name || asked.address || asked.office ? "organisation" : "person"}
          phone={asked.phone ?? ""}
          given={{
            name: asked.name ?? "",
            code: asked.code ?? "",
            address: asked.address ?? "",
            office_address: asked.office ?? "",
          }}
          onCancel={() => setCreating(false)}
          onCreated={(customer) =>
            void navigate({
              to: "/customers/$customerId",
              params: { customerId: String(customer.id) },
            })
          }
        />
      </SidePanel>
    </Page>
  );
}
