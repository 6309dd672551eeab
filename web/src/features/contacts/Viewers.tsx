import { Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { People } from "@/api/types";
import { Failed } from "@/components/Failed";
import { isLost } from "@/components/problem";
import { useWords } from "@/i18n/words";
import classes from "./contacts.module.css";

/** R031: the people who can see this customer. */
export function Viewers({ customerId }: { customerId: number }) {
  const { t } = useTranslation();
  const words = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: ["customer", customerId, "viewers"],
    queryFn: ({ signal }) => get<People>(`/customers/${customerId}/viewers`, undefined, signal),
  });
  if (isLost(error, data)) return <Failed error={error} retry={() => void refetch()} />;
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        {t("contacts.viewers.hint")}
      </Text>
      {!data && <Skeleton h={120} />}
      <ul className={classes.viewers} aria-label={t("contacts.viewers.title")}>
        {data?.rows.map((one) => (
          <li key={one.id}>
            <span>
              {one.name}
              {one.extension && ` (${one.extension})`}
            </span>
            <span className={classes.second}>{words("roles", one.role)}</span>
          </li>
        ))}
      </ul>
    </Stack>
  );
}
