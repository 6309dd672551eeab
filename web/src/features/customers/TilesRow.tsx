import { Skeleton, Tooltip } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { count, counted } from "@/components/format";
import { useMay } from "@/features/session/session";
import classes from "./customers.module.css";
import { tilesQuery } from "./lists";
import type { CustomersSearch, ViewQuery } from "./search";

interface TileProps {
  number: string;
  share?: string;
  word: string;
  hint?: string;
  active: boolean;
  search: CustomersSearch;
}

function Tile({ number, share, word, hint, active, search }: TileProps) {
  return (
    <Link
      to="/customers"
      search={search}
      activeOptions={{ exact: true }}
      className={classes.tile}
      data-active={active}
      aria-current={active ? "true" : undefined}
      title={hint}
    >
      <span className={classes.number}>
        {number} {share && <span className={classes.share}>{share}</span>}
      </span>
      <span className={`cut ${classes.word}`} title={word}>
        {word}
      </span>
    </Link>
  );
}

const ofRelationship = (id: number | null) => [{ field: "relationship", any: [id] }];

/** R033–R038: each number opens its list; (+) creates in that status. */
export function TilesRow({ query }: { query: ViewQuery }) {
  const { t } = useTranslation();
  const may = useMay();
  const { data } = useQuery(tilesQuery);
  if (!data) return <Skeleton h={53} w="auto" style={{ flex: "none" }} />;
  const filters = JSON.stringify(query.filters);
  const isAll =
    query.tile === "all" && query.owner === "all" && query.filters.length === 0 && !query.q;
  return (
    <nav className={classes.tiles} aria-label={t("customers.tiles.title")}>
      <Tile
        number={count(data.all)}
        word={t("customers.tiles.all")}
        active={isAll}
        search={{ view: "all" }}
      />
      <Tile
        number={count(data.unread.comments)}
        word={t("customers.tiles.unread")}
        hint={t("customers.tiles.unreadHint", counted(data.unread.customers))}
        active={query.tile === "unread"}
        search={{ view: "all", tile: "unread" }}
      />
      <Tile
        number={count(data.forgotten)}
        word={t("customers.tiles.forgotten")}
        hint={t("customers.tiles.forgottenHint", counted(data.forgotten_days))}
        active={query.tile === "forgotten"}
        search={{ view: "all", tile: "forgotten", sort: "contacted", order: "asc" }}
      />
      {data.relationships
        .filter((one) => one.id !== null || one.count > 0)
        .map((one) => {
          const wanted = ofRelationship(one.id);
          const word = one.label ?? t("customers.tiles.noRelationship");
          return (
            <span key={one.id ?? 0} className={classes.group}>
              <Tile
                number={count(one.count)}
                share={`${count(one.percent, 1)}%`}
                word={word}
                active={filters === JSON.stringify(wanted)}
                search={{ view: "all", filters: wanted }}
              />
              {may("customers.create") && one.id !== null && (
                <Tooltip label={t("customers.tiles.createIn", { name: word })}>
                  <Link
                    to="/customers"
                    search={{ view: "all", filters: wanted, create: true, relationship: one.id }}
                    className={classes.add}
                    aria-label={t("customers.tiles.createIn", { name: word })}
                  >
                    <IconPlus size={14} aria-hidden="true" />
                  </Link>
                </Tooltip>
              )}
            </span>
          );
        })}
    </nav>
  );
}
