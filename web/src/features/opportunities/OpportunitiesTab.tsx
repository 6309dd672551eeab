import { Button, Chip, Group, UnstyledButton } from "@mantine/core";
import { IconPlus, IconTargetArrow } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { Empty } from "@/components/Empty";
import { day, money } from "@/components/format";
import { Mark } from "@/components/Mark";
import { Paged } from "@/components/Paged";
import classes from "@/components/rows.module.css";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { CampaignsOf } from "./CampaignsOf";
import { OpportunityFields } from "./OpportunityFields";
import { OpportunityPanel } from "./OpportunityPanel";
import { type Opportunity, STAGE_TONES, STAGES, type Stage } from "./opportunities";

/** The opportunities of a customer, and the campaigns it is in (R150, R151, R154). */
export function OpportunitiesTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const [stage, setStage] = useState<Stage | "all">("all");
  const [panel, setPanel] = useState<{ id: number | null } | null>(null);
  const list = usePages<Opportunity>(["opportunities", "list"], "/opportunities", {
    customer_id: customer.id,
    stage,
  });
  const close = (): void => setPanel(null);
  return (
    <div className={classes.column}>
      <Sheet
        title={t("opportunities.title")}
        flush
        actions={
          <Button
            variant="subtle"
            size="compact-xs"
            disabled={!customer.can_edit}
            title={customer.can_edit ? undefined : t("opportunities.notEditable")}
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            onClick={() => setPanel({ id: null })}
          >
            {t("opportunities.add")}
          </Button>
        }
      >
        <Chip.Group
          value={stage}
          onChange={(value) => setStage(STAGES.find((one) => one === value) ?? "all")}
        >
          <Group gap={4} px={14} py={8} role="group" aria-label={t("opportunities.stage")}>
            {(["all", ...STAGES] as const).map((one) => (
              <Chip key={one} size="xs" value={one}>
                {t(one === "all" ? "opportunities.anyStage" : `opportunities.stages.${one}`)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
        <Paged
          list={list}
          empty={
            <Empty
              icon={IconTargetArrow}
              title={t(stage === "all" ? "opportunities.noneHere" : "opportunities.noneFound")}
              hint={stage === "all" ? t("opportunities.noneHereHint") : undefined}
            />
          }
        >
          <ul className={classes.list} aria-label={t("opportunities.title")}>
            {list.rows.map((row) => (
              <Item key={row.id} row={row} onOpen={() => setPanel({ id: row.id })} />
            ))}
          </ul>
        </Paged>
      </Sheet>
      <Sheet title={t("opportunities.campaigns")}>
        <CampaignsOf campaigns={customer.campaigns} />
      </Sheet>
      <SidePanel
        opened={panel !== null}
        onClose={close}
        title={t(panel?.id === null ? "opportunities.add" : "opportunities.one")}
        wide
      >
        {panel?.id === null && (
          <OpportunityFields customer={customer} opportunity={null} onDone={close} />
        )}
        {panel !== null && panel.id !== null && (
          <OpportunityPanel key={panel.id} id={panel.id} onDone={close} />
        )}
      </SidePanel>
    </div>
  );
}

function Item({ row, onOpen }: { row: Opportunity; onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <li className={classes.item}>
      <UnstyledButton className={classes.name} onClick={onOpen} title={row.name}>
        {row.name}
      </UnstyledButton>
      <Mark tone={STAGE_TONES[row.stage]}>{t(`opportunities.stages.${row.stage}`)}</Mark>
      <div className={classes.second}>
        {row.value > 0 && <span className={classes.value}>{money(row.value)}</span>}
        {row.contact && <span>{row.contact.name}</span>}
        {row.expected_on && (
          <span>{t("opportunities.expectedOn", { on: day(row.expected_on) })}</span>
        )}
      </div>
    </li>
  );
}
