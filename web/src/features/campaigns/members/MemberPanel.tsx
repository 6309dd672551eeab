import { Button, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { get, post } from "@/api/client";
import type { MemberDetail, Registration } from "@/api/types";
import { Failed } from "@/components/Failed";
import { moment } from "@/components/format";
import { Mark } from "@/components/Mark";
import { tellDone, useTellProblem } from "@/components/problem";
import { SidePanel } from "@/components/SidePanel";
import { useMay } from "@/features/session/session";
import { useWords } from "@/i18n/words";
import { REGISTRATION_TONES } from "../campaigns";
import { AttemptLines, HistoryLines } from "./MemberStory";
import classes from "./members.module.css";

interface Props {
  memberId: number | undefined;
  onClose: () => void;
}

/** A member with its whole story; the list behind it stays alive. */
export function MemberPanel({ memberId, onClose }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: ["member", memberId],
    queryFn: ({ signal }) => get<MemberDetail>(`/members/${memberId}`, undefined, signal),
    enabled: memberId !== undefined,
    staleTime: 0,
    // A call may be under way: its outcome comes within seconds.
    refetchInterval: (query) => (query.state.data?.dial === "calling" ? 2_000 : false),
  });
  return (
    <SidePanel
      opened={memberId !== undefined}
      onClose={onClose}
      title={data ? (data.name ?? data.display) : t("members.one")}
      wide
    >
      {error && <Failed error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeleton h={240} />}
      {data && <Story member={data} />}
    </SidePanel>
  );
}

function Story({ member }: { member: MemberDetail }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Stack gap="md">
      <Stack gap={4}>
        <Text fw={600}>{member.display}</Text>
        {member.typed !== member.display && (
          <Text size="sm" c="dimmed">
            {t("members.typed", { typed: member.typed })}
          </Text>
        )}
        <output aria-label={t("members.state")}>
          <Mark tone={member.state ? REGISTRATION_TONES[member.state] : "calm"} filled>
            {words("registration", member.state ?? "none")}
          </Mark>
        </output>
        <Text size="sm" c="dimmed">
          {t("members.joinedAt", { at: moment(member.joined_at) })}
        </Text>
        {member.why && (
          <Text size="sm">
            {t("members.blockedBecause", { why: words("reasons", member.why) })}
          </Text>
        )}
        {member.customer_id !== null && (
          <Link to="/customers/$customerId" params={{ customerId: String(member.customer_id) }}>
            {t("members.openCustomer")}
          </Link>
        )}
      </Stack>
      <Moves member={member} />
      <section>
        <Title order={3} size="h6" mb={4}>
          {t("members.history")}
        </Title>
        <HistoryLines lines={member.history} />
      </section>
      <section>
        <Title order={3} size="h6" mb={4}>
          {t("members.attempts")}
        </Title>
        <AttemptLines attempts={member.attempts} />
      </section>
    </Stack>
  );
}

/** R263: only the moves that are allowed from here. */
function Moves({ member }: { member: MemberDetail }) {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  const client = useQueryClient();
  const tell = useTellProblem();
  const move = useMutation({
    mutationFn: (state: Registration) =>
      post<MemberDetail>(`/members/${member.id}/state`, { state }),
    onSuccess: (moved) => {
      client.setQueryData(["member", member.id], moved);
      tellDone(t("members.moved", { state: words("registration", moved.state ?? "none") }));
    },
    onError: tell,
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ["member", member.id] });
      await client.invalidateQueries({ queryKey: ["members", member.campaign_id] });
    },
  });
  if (!may("members.change")) return null;
  if (member.allowed.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("members.noMove")}
      </Text>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: three buttons are no form
    <div className={classes.moves} role="group" aria-label={t("members.changeState")}>
      <Text size="sm" w="100%" fw={600}>
        {t("members.changeState")}
      </Text>
      {member.allowed.map((state) => (
        <Button
          key={state}
          variant="default"
          loading={move.isPending && move.variables === state}
          onClick={() => move.mutate(state)}
        >
          {words("registration", state)}
        </Button>
      ))}
    </div>
  );
}
