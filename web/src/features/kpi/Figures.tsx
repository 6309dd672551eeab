import { ActionIcon, Tooltip } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { count, percent, span } from "@/components/format";
import { Sheet } from "@/components/Sheet";
import { customersBehind, type Kpi, type KpiFigures, type KpiSearch, PARTS } from "./kpi";
import classes from "./kpi.module.css";

interface Props {
  kpi: Kpi;
  /** Of everybody, or of the one employee who is looked at. */
  figures: KpiFigures;
  /** Whose customers are counted; null: everybody's. */
  owners: readonly (number | null)[] | null;
  search: KpiSearch;
}

/** What a figure counts, said on hover, focus and touch. */
export function Explained({ name, children }: { name: string; children: string }) {
  const { t } = useTranslation();
  return (
    <Tooltip label={children}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t("kpi.explain", { name })}
        aria-description={children}
      >
        <IconInfoCircle size={15} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  );
}

function Line({
  name,
  value,
  whole,
  note,
  aside,
  link,
}: {
  name: string;
  value: number;
  whole: number;
  note?: string | undefined;
  aside?: ReactNode;
  link: (content: ReactNode, label: string) => ReactNode;
}) {
  return (
    <li className={classes.line}>
      <span className={classes.lineName}>
        <span className="cut" title={name}>
          {name}
        </span>
        {aside}
      </span>
      <span className={classes.bar} aria-hidden="true">
        <span style={{ width: percent(value, whole) }} />
      </span>
      <span className={classes.note}>{note}</span>
      {value === 0 ? (
        <span className={classes.value}>0</span>
      ) : (
        link(count(value), `${name}: ${value}`)
      )}
    </li>
  );
}

/** R351: new customers, and by which source they came; each figure leads to its list. */
export function NewCustomers({ kpi, figures, owners }: Props) {
  const { t } = useTranslation();
  return (
    <Sheet
      title={t("kpi.customers")}
      actions={<Explained name={t("kpi.customers")}>{t("kpi.customersHint")}</Explained>}
    >
      <p className={classes.big}>
        {figures.customers === 0 ? (
          "0"
        ) : (
          <Link to="/customers" search={customersBehind(kpi, owners)} className={classes.bigLink}>
            {count(figures.customers)}
          </Link>
        )}
      </p>
      <ul className={classes.lines} aria-label={t("kpi.bySource")}>
        {kpi.sources.map((source) => (
          <Line
            key={source.id ?? 0}
            name={source.label ?? t("kpi.noSource")}
            value={source.count}
            whole={figures.customers}
            note={percent(source.count, figures.customers)}
            link={(content, label) => (
              <Link
                to="/customers"
                search={customersBehind(kpi, owners, source.id)}
                className={classes.value}
                aria-label={label}
              >
                {content}
              </Link>
            )}
          />
        ))}
      </ul>
    </Sheet>
  );
}

/** R360: one figure, and the parts that it is made of. */
export function Interactions({ figures, search }: Props) {
  const { t } = useTranslation();
  return (
    <Sheet
      title={t("kpi.interactions")}
      actions={<Explained name={t("kpi.interactions")}>{t("kpi.interactionsHint")}</Explained>}
    >
      <p className={classes.big}>{count(figures.interactions)}</p>
      <ul className={classes.lines} aria-label={t("kpi.parts")}>
        {PARTS.map((part) => (
          <Line
            key={part}
            name={t(`kpi.part.${part}`)}
            aside={<Explained name={t(`kpi.part.${part}`)}>{t(`kpi.partHint.${part}`)}</Explained>}
            value={figures[part]}
            whole={figures.interactions}
            note={
              part === "calls" && figures.talk_s > 0
                ? t("kpi.talked", { time: span(figures.talk_s) })
                : undefined
            }
            link={(content, label) =>
              search.user === 0 ? (
                <span className={classes.value}>{content}</span>
              ) : (
                <Link
                  to="/overview"
                  search={{ ...search, part }}
                  className={classes.value}
                  aria-label={label}
                >
                  {content}
                </Link>
              )
            }
          />
        ))}
      </ul>
    </Sheet>
  );
}
