import { Checkbox, Group, Text, Tooltip } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Grant, Reach } from "@/api/types";
import { Mark } from "@/components/Mark";
import { useWords } from "@/i18n/words";
import classes from "./rights.module.css";
import { reachesOf } from "./roles";

interface Props {
  grant: Grant;
  /** Null: refused. */
  reach: Reach[] | null;
  onChange: (reach: Reach[] | null) => void;
  /** Why nothing can be changed here. */
  off: string | null;
  isDefault: boolean;
}

/** One right of a role: whether it is given, and to whose customers it may be done. */
export function GrantRow({ grant, reach, onChange, off, isDefault }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const name = words("rights", grant.right);
  const hint = words("rightHints", grant.right);
  const known = hint === grant.right ? "" : hint;
  const begin: Reach[] = grant.has_reach ? (grant.default ?? ["own"]) : [];
  const toggle = (one: Reach, on: boolean): void => {
    const rest = (reach ?? []).filter((other) => other !== one && other !== "all");
    if (one === "all") onChange(on ? ["all"] : ["own"]);
    else onChange(on ? [...rest, one] : rest);
  };
  return (
    <div className={classes.grant} data-on={reach !== null}>
      <Tooltip label={off} disabled={off === null}>
        <Checkbox
          label={name}
          description={known}
          checked={reach !== null}
          aria-disabled={off !== null}
          onChange={(event) => off === null && onChange(event.currentTarget.checked ? begin : null)}
        />
      </Tooltip>
      <div className={classes.reach}>
        {grant.has_reach && reach !== null && (
          <Group gap={14} role="group" aria-label={`${name}: ${t("rights.whose")}`}>
            {reachesOf(grant.right).map((one) => {
              const why = one === "own" ? t("rights.ownAlways") : off;
              const implied = one !== "all" && reach.includes("all");
              const fixed = why ?? (implied ? t("rights.allHasAll") : null);
              return (
                <Tooltip key={one} label={fixed} disabled={fixed === null}>
                  <Checkbox
                    size="xs"
                    label={words("reach", one)}
                    checked={implied || one === "own" || reach.includes(one)}
                    aria-disabled={fixed !== null}
                    onChange={(event) => fixed === null && toggle(one, event.currentTarget.checked)}
                  />
                </Tooltip>
              );
            })}
          </Group>
        )}
      </div>
      <Text size="xs" className={classes.changed}>
        {!isDefault && <Mark tone="info">{t("rights.changed")}</Mark>}
      </Text>
    </div>
  );
}
