import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { components } from "@/api/schema";
import { count } from "@/components/format";

/** What is still somebody's who may not sign in: their customers, and the list to give them away. */
export function StillTheirs({ userId }: { userId: number }) {
  const { t } = useTranslation();
  const filters = [{ field: "owner", any: [userId] }];
  const owned = useQuery({
    queryKey: ["customers", "ownedBy", userId],
    queryFn: ({ signal }) =>
      get<components["schemas"]["CustomerPage"]>(
        "/customers",
        { filters: JSON.stringify(filters), limit: 1 },
        signal,
      ),
  }).data;
  if (!owned) return null;
  if (owned.total === 0) return <Text size="sm">{t("users.ownsNone")}</Text>;
  return (
    <Text size="sm">
      {t(owned.more ? "users.ownsMore" : "users.owns", {
        count: owned.total,
        shown: count(owned.total),
      })}{" "}
      <Link to="/customers" search={{ view: "all", filters }}>
        {t("users.giveAway")}
      </Link>
    </Text>
  );
}
