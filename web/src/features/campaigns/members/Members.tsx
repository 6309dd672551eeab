import { Badge, Button, Select } from "@mantine/core";
import { IconFilterOff, IconUsers } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Campaign, Member, Progress } from "@/api/types";
import { DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { RowCount } from "@/components/RowCount";
import { SearchInput } from "@/components/SearchInput";
import { Sheet } from "@/components/Sheet";
import { usePages } from "@/components/usePages";
import { useWords } from "@/i18n/words";
import { REGISTRATIONS } from "../campaigns";
import { MemberPanel } from "./MemberPanel";
import { memberColumns } from "./memberColumns";
import classes from "./members.module.css";
import { useFreshRows } from "./useFreshRows";

const route = getRouteApi("/shell/campaigns/$campaignId");
const DIALS = ["waiting", "calling", "done", "blocked"] as const;
const OUTCOMES = [
  "answered",
  "no_key",
  "busy",
  "no_answer",
  "congestion",
  "rejected",
  "invalid_number",
  "cancelled",
  "failed",
  "lost",
  "not_placed",
] as const;

interface Props {
  campaign: Campaign;
  /** Live: when it moves, the rows have moved. */
  progress: Progress;
}

/** The rows behind every number of the page; the filters live in the address. */
export function Members({ campaign, progress }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { state, dial, outcome, key, why, q } = search;
  const list = usePages<Member>(["members", campaign.id], `/campaigns/${campaign.id}/members`, {
    state,
    dial,
    outcome,
    key,
    why,
    q,
    limit: 100,
  });
  useFreshRows(campaign.id, progress);
  const columns = useMemo(() => memberColumns(t, words), [t, words]);
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: { ...search, ...next }, replace: true, resetScroll: false });
  };
  const filtered = Boolean(state || dial || outcome || key || why || q);
  const keys = [...new Set([...Object.keys(campaign.keys), campaign.refuse_key])].sort();
  const choice = (name: "state" | "dial" | "outcome" | "key", data: Option[]) => (
    <Select
      size="xs"
      w={142}
      aria-label={t(`members.filters.${name}`)}
      placeholder={t(`members.filters.${name}`)}
      clearable
      data={data}
      value={search[name] ?? null}
      onChange={(value) => change({ [name]: value ?? undefined })}
    />
  );
  return (
    <div id="members" className={classes.anchor}>
      <Sheet flush title={t("members.title")} actions={<RowCount total={list.total} />}>
        <div className={classes.filters}>
          <SearchInput
            value={q}
            label={t("members.search")}
            w={210}
            onChange={(value) => change({ q: value })}
          />
          {choice("state", [
            ...REGISTRATIONS.map((one) => ({ value: one, label: words("registration", one) })),
            { value: "none", label: words("registration", "none") },
          ])}
          {choice(
            "dial",
            DIALS.map((one) => ({ value: one, label: t(`members.dials.${one}`) })),
          )}
          {choice(
            "outcome",
            OUTCOMES.map((one) => ({ value: one, label: words("outcomes", one) })),
          )}
          {choice(
            "key",
            keys.map((one) => ({ value: one, label: t("campaigns.key", { key: one }) })),
          )}
          {why && (
            <Badge variant="outline" size="lg" tt="none" fw={500}>
              {t("members.becauseOf", { why: words("reasonsShort", why) })}
            </Badge>
          )}
          {filtered && (
            <Button
              variant="subtle"
              leftSection={<IconFilterOff size={15} aria-hidden="true" />}
              onClick={() => void navigate({ search: {}, replace: true, resetScroll: false })}
            >
              {t("common.clearFilters")}
            </Button>
          )}
        </div>
        <div className={classes.list}>
          <DataGrid
            label={t("members.title")}
            columns={columns}
            rowId={(row) => String(row.id)}
            {...list}
            selected={search.member === undefined ? undefined : String(search.member)}
            onOpen={(row) => change({ member: row.id })}
            empty={
              <Empty
                icon={IconUsers}
                title={t(filtered ? "members.noneFound" : "members.none")}
                hint={filtered ? undefined : t("members.noneHint")}
              />
            }
          />
        </div>
      </Sheet>
      <MemberPanel memberId={search.member} onClose={() => change({ member: undefined })} />
    </div>
  );
}

interface Option {
  value: string;
  label: string;
}
