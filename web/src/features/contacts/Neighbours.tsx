import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { IconArrowLeft, IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { Neighbours as Beside } from "@/api/types";
import classes from "./contacts.module.css";

interface Props {
  customerId: number;
  /** The list that was come from: the query of GET /customers. */
  list: string;
  /** The list page's own query, to go back to it as it was. */
  back: string | undefined;
  /** The page of that list; the customers' own when left out. */
  from?: "companies" | undefined;
}

/** Back to the list, and the customers before and after this one in it; also Alt+↑ and Alt+↓. */
export function Neighbours({ customerId, list, back, from }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  // As they were when one came: what is saved here may move this customer to the list's other end.
  const { data } = useQuery({
    queryKey: ["neighbours", customerId, list],
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: ({ signal }) =>
      get<Beside>(
        `/customers/${customerId}/neighbours`,
        Object.fromEntries(new URLSearchParams(list)),
        signal,
      ),
    placeholderData: keepPreviousData,
  });
  const open = (id: number | null | undefined): void => {
    if (!id) return;
    void navigate({
      to: "/customers/$customerId",
      params: { customerId: String(id) },
      search: (before) => ({ ...before, list, back, from }) as never,
    });
  };
  useHotkeys([
    ["alt+ArrowUp", () => open(data?.previous)],
    ["alt+ArrowDown", () => open(data?.next)],
  ]);
  return (
    <nav className={classes.neighbours} aria-label={t("contacts.neighbours.title")}>
      <Button
        renderRoot={(props) => <Link to={`/${from ?? "customers"}${back ?? ""}`} {...props} />}
        variant="subtle"
        size="compact-sm"
        leftSection={<IconArrowLeft size={15} aria-hidden="true" />}
      >
        {t("contacts.neighbours.back")}
      </Button>
      {(["previous", "next"] as const).map((way) => {
        const id = data?.[way];
        const Picture = way === "previous" ? IconChevronLeft : IconChevronRight;
        const label = t(id ? `contacts.neighbours.${way}` : `contacts.neighbours.no_${way}`);
        return (
          <Tooltip key={way} label={label}>
            <ActionIcon
              variant="default"
              size="md"
              aria-label={t(`contacts.neighbours.${way}`)}
              aria-disabled={!id}
              data-disabled={!id || undefined}
              onClick={() => open(id)}
            >
              <Picture size={16} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
        );
      })}
    </nav>
  );
}
