import { Button, SegmentedControl } from "@mantine/core";
import { IconFileImport, IconPlus, IconShieldCheck, IconUserCheck } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { DncEntry } from "@/api/types";
import { DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { ListFrame } from "@/components/ListFrame";
import { RowCount } from "@/components/RowCount";
import { SearchInput } from "@/components/SearchInput";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { useMay } from "@/features/session/session";
import { useWords } from "@/i18n/words";
import { AddNumber } from "./AddNumber";
import { dncColumns } from "./dncColumns";
import { GiveConsent } from "./GiveConsent";
import { ImportList } from "./ImportList";
import { LiftNumber } from "./LiftNumber";

const route = getRouteApi("/shell/dnc");
const LISTS = ["internal", "national"] as const;
type Panel = { kind: "add" | "import" | "consent" } | { kind: "lift"; entry: DncEntry };

/** Who must not be called: the national register and our own list. */
export function DncPage() {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  const { list, q } = route.useSearch();
  const navigate = route.useNavigate();
  const [panel, setPanel] = useState<Panel | null>(null);
  const page = usePages<DncEntry>(["dnc"], "/dnc", { list: list ?? "internal", q });
  const canEdit = may("dnc.edit");
  const columns = useMemo(
    () => dncColumns(t, words, canEdit ? (entry) => setPanel({ kind: "lift", entry }) : null),
    [t, words, canEdit],
  );
  const close = (): void => setPanel(null);
  return (
    <ListFrame
      title={t("dnc.title")}
      aside={<RowCount total={page.total} />}
      actions={
        canEdit && (
          <>
            <Button
              variant="default"
              leftSection={<IconUserCheck size={15} aria-hidden="true" />}
              onClick={() => setPanel({ kind: "consent" })}
            >
              {t("consents.give")}
            </Button>
            <Button
              variant="default"
              leftSection={<IconFileImport size={15} aria-hidden="true" />}
              onClick={() => setPanel({ kind: "import" })}
            >
              {t("dnc.import")}
            </Button>
            <Button
              leftSection={<IconPlus size={15} aria-hidden="true" />}
              onClick={() => setPanel({ kind: "add" })}
            >
              {t("dnc.add")}
            </Button>
          </>
        )
      }
      filters={
        <>
          <SearchInput
            value={q}
            label={t("dnc.search")}
            onChange={(next) => void navigate({ search: { list, q: next }, replace: true })}
          />
          <SegmentedControl
            size="xs"
            aria-label={t("dnc.list")}
            value={list ?? "internal"}
            onChange={(value) =>
              void navigate({
                search: { list: LISTS.find((one) => one === value), q },
                replace: true,
              })
            }
            data={LISTS.map((one) => ({ value: one, label: t(`dnc.lists.${one}`) }))}
          />
        </>
      }
    >
      <DataGrid
        label={t("dnc.title")}
        columns={columns}
        rowId={(entry) => `${entry.list}/${entry.e164}`}
        {...page}
        empty={
          <Empty
            icon={IconShieldCheck}
            title={t(q ? "dnc.noneFound" : "dnc.none")}
            hint={t(q ? "dnc.noneFoundHint" : "dnc.noneHint")}
          />
        }
      />
      <SidePanel opened={panel?.kind === "add"} onClose={close} title={t("dnc.add")}>
        <AddNumber onDone={close} />
      </SidePanel>
      <SidePanel opened={panel?.kind === "import"} onClose={close} title={t("dnc.import")}>
        <ImportList />
      </SidePanel>
      <SidePanel opened={panel?.kind === "consent"} onClose={close} title={t("consents.give")}>
        <GiveConsent />
      </SidePanel>
      <SidePanel opened={panel?.kind === "lift"} onClose={close} title={t("dnc.lift")}>
        {panel?.kind === "lift" && <LiftNumber entry={panel.entry} onDone={close} />}
      </SidePanel>
    </ListFrame>
  );
}
