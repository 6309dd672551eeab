import { Checkbox, Stack, Text } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get, put } from "@/api/client";
import { Failed } from "@/components/Failed";
import { FormError } from "@/components/FormError";
import { Page } from "@/components/Page";
import { PageSkeleton } from "@/components/PageSkeleton";
import { isLost, tellDone } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import type { Commenters } from "./comments";

const WHO = ["owner", "supporters", "mentioned", "supervisors", "viewers"] as const;

const commentersQuery = queryOptions({
  queryKey: ["commenters"],
  queryFn: ({ signal }) => get<Commenters>("/settings/commenters", undefined, signal),
});

/** Who may comment, of those who see a customer (X4); each tick is saved at once. */
export function CommentersPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const stored = useQuery(commentersQuery);
  const save = useMutation({
    mutationFn: (allowed: Commenters["allowed"]) =>
      put<Commenters>("/settings/commenters", { allowed }),
    onSuccess: (saved) => {
      client.setQueryData(commentersQuery.queryKey, saved);
      tellDone(t("settings.saved"));
    },
  });
  if (isLost(stored.error, stored.data))
    return <Failed error={stored.error} retry={() => void stored.refetch()} />;
  if (!stored.data) return <PageSkeleton />;
  const { allowed } = stored.data;
  return (
    <Page title={t("comments.title")}>
      <FormError error={save.error} />
      <Sheet title={t("comments.who")}>
        <Text size="sm" c="dimmed" mb="sm">
          {t("comments.whoHint")}
        </Text>
        <Stack gap="sm" role="group" aria-label={t("comments.who")}>
          {WHO.map((one) => (
            <Checkbox
              key={one}
              label={t(`comments.commenters.${one}`)}
              checked={allowed.includes(one)}
              disabled={save.isPending}
              onChange={(event) =>
                save.mutate(
                  WHO.filter((each) =>
                    each === one ? event.currentTarget.checked : allowed.includes(each),
                  ),
                )
              }
            />
          ))}
        </Stack>
      </Sheet>
    </Page>
  );
}
