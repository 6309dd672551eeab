import { useDebouncedValue } from "@mantine/hooks";
import { Spotlight } from "@mantine/spotlight";
import { IconAddressBook, IconSearch, IconSpeakerphone, IconUser } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { CampaignList, ContactPage } from "@/api/types";
import { useMay } from "@/features/session/session";

const FOUND = 12;

/** Ctrl+K: people by name or number, and campaigns by name. */
export function Palette() {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const [query] = useDebouncedValue(typed.trim(), 150);
  const contacts = useQuery({
    queryKey: ["contacts", "palette", query],
    queryFn: ({ signal }) => get<ContactPage>("/contacts", { q: query, limit: FOUND }, signal),
    enabled: query.length > 0 && may("contacts.view"),
    placeholderData: keepPreviousData,
  });
  const campaigns = useQuery({
    queryKey: ["campaigns"],
    queryFn: ({ signal }) => get<CampaignList>("/campaigns", undefined, signal),
    enabled: query.length > 0 && may("campaigns.view"),
  });
  const wanted = query.toLocaleLowerCase("vi");
  const named = (campaigns.data?.rows ?? []).filter((campaign) =>
    campaign.name.toLocaleLowerCase("vi").includes(wanted),
  );
  const rows = query ? (contacts.data?.rows ?? []) : [];
  const listed = query ? named.slice(0, 5) : [];
  const settled = !contacts.isFetching && typed.trim() === query;
  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      shortcut="mod + K"
      scrollable
      maxHeight={420}
    >
      <Spotlight.Search
        placeholder={t("shell.searchHint")}
        aria-label={t("shell.search")}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
      />
      <Spotlight.ActionsList>
        {rows.map((row) => (
          <Spotlight.Action
            key={`contact-${row.id}`}
            // What was found for an earlier letter is not what Enter means.
            disabled={!settled}
            label={row.name}
            description={[
              row.customer !== row.name ? row.customer : null,
              ...row.phones.map((phone) => phone.badge.display),
            ]
              .filter(Boolean)
              .join(" · ")}
            leftSection={
              row.customer_kind === "organisation" ? (
                <IconAddressBook size={18} aria-hidden="true" />
              ) : (
                <IconUser size={18} aria-hidden="true" />
              )
            }
            onClick={() =>
              void navigate({
                to: "/customers/$customerId",
                params: { customerId: String(row.customer_id) },
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
        {rows.length + listed.length === 0 && (
          <Spotlight.Empty>
            {query && settled ? t("shell.nothingFound") : t("shell.searchStart")}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
