import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import {
  IconArrowRight,
  IconBuilding,
  IconPlus,
  IconSearch,
  IconSpeakerphone,
  IconUser,
} from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { CampaignList } from "@/api/types";
import { fold } from "@/components/fold";
import type { CustomerPage } from "@/features/customers/lists";
import { useMay } from "@/features/session/session";
import { paletteStore } from "./paletteStore";
import { usePlaces } from "./Rail";

const FOUND = 12;

/** Ctrl+K: customers by anything that is known of them, campaigns and the app's places by name. */
export function Palette() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [query] = useDebouncedValue(typed.trim(), 150);
  const places = usePlaces();
  const customers = useQuery({
    queryKey: ["customers", "palette", query],
    queryFn: ({ signal }) =>
      get<CustomerPage>("/customers", { q: query, scope: "all", limit: FOUND }, signal),
    enabled: query.length > 0 && may("contacts.view"),
    placeholderData: keepPreviousData,
  });
  const campaigns = useQuery({
    queryKey: ["campaigns"],
    queryFn: ({ signal }) => get<CampaignList>("/campaigns", undefined, signal),
    enabled: query.length > 0 && may("campaigns.view"),
  });
  const wanted = fold(query);
  const named = (campaigns.data?.rows ?? []).filter((campaign) =>
    fold(campaign.name).includes(wanted),
  );
  const rows = query ? (customers.data?.rows ?? []) : [];
  const listed = query ? named.slice(0, 5) : [];
  const going = query ? places.filter((place) => fold(place.label).includes(wanted)) : places;
  const creates =
    may("customers.create") && (!query || fold(t("contacts.create")).includes(wanted));
  const settled = !customers.isFetching && typed.trim() === query;
  const list = useRef<HTMLDivElement>(null);
  const shown = [...rows, ...listed].map((one) => one.id).join();
  // What was found comes after what is typed: Enter means its first line, the arrows begin there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a line that is new is not chosen yet
  useEffect(() => {
    const actions = list.current?.querySelectorAll("[data-action]") ?? [];
    for (const [at, action] of actions.entries()) action.toggleAttribute("data-selected", at === 0);
    paletteStore.updateState((state) => ({ ...state, selected: 0 }));
  }, [settled, shown]);
  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      store={paletteStore}
      shortcut="mod + K"
      tagsToIgnore={[]}
      scrollable
      maxHeight={420}
    >
      <Spotlight.Search
        placeholder={t("shell.searchHint")}
        aria-label={t("shell.search")}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
      />
      <Spotlight.ActionsList ref={list}>
        {rows.map((row) => (
          <Spotlight.Action
            key={`customer-${row.id}`}
            // What was found for an earlier letter is not what Enter means.
            disabled={!settled}
            label={row.name}
            description={[
              row.contact && row.contact.name !== row.name ? row.contact.name : null,
              ...row.phones.slice(0, 2).map((phone) => phone.badge.display),
              row.code,
              row.owner?.name,
            ]
              .filter(Boolean)
              .join(" · ")}
            leftSection={
              row.kind === "organisation" ? (
                <IconBuilding size={18} aria-hidden="true" />
              ) : (
                <IconUser size={18} aria-hidden="true" />
              )
            }
            onClick={() =>
              void navigate({
                to: "/customers/$customerId",
                params: { customerId: String(row.id) },
              })
            }
          />
        ))}
        {listed.map((campaign) => (
          <Spotlight.Action
            key={`campaign-${campaign.id}`}
            label={campaign.name}
            description={t("shell.place.campaigns")}
            leftSection={<IconSpeakerphone size={18} aria-hidden="true" />}
            onClick={() =>
              void navigate({
                to: "/campaigns/$campaignId",
                params: { campaignId: String(campaign.id) },
              })
            }
          />
        ))}
        {going.map((place) => (
          <Spotlight.Action
            key={place.to}
            label={place.label}
            description={t("shell.goTo")}
            leftSection={<IconArrowRight size={18} aria-hidden="true" />}
            onClick={() => void navigate({ to: place.to })}
          />
        ))}
        {creates && (
          <Spotlight.Action
            label={t("contacts.create")}
            leftSection={<IconPlus size={18} aria-hidden="true" />}
            onClick={() => void navigate({ to: "/customers", search: { create: true } })}
          />
        )}
        {rows.length + listed.length + going.length === 0 && !creates && (
          <Spotlight.Empty>
            {query && settled ? t("shell.nothingFound") : t("shell.searchStart")}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
