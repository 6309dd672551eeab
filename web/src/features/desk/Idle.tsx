import { Button, Group, TextInput } from "@mantine/core";
import { IconPhone, IconPhoneCall } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PhoneView } from "@/api/types";
import { Empty } from "@/components/Empty";
import { Sheet } from "@/components/Sheet";
import { useCalling } from "@/features/calls/CallsProvider";
import { DeskKpi } from "@/features/kpi/DeskKpi";
import { useEntry } from "@/live/hooks";
import classes from "./desk.module.css";
import { RecentCalls } from "./RecentCalls";

const route = getRouteApi("/shell/desk");

/** No call in hand: wait, dial a number, or go back to a recent call. */
export function Idle() {
  const { t } = useTranslation();
  const phone = useEntry<PhoneView>("me", "phone");
  const period = route.useSearch({ select: (search) => search.kpi });
  const unready = phone?.state === "no_extension" || phone?.state === "unregistered";
  return (
    <div className={classes.split}>
      <div className={classes.column}>
        <Sheet>
          <Empty
            icon={IconPhoneCall}
            title={t(
              unready
                ? `calls.obstacle.${phone.state === "no_extension" ? "noExtension" : "unregistered"}`
                : "desk.waiting",
            )}
            hint={t("desk.waitingHint")}
          />
        </Sheet>
        <Dial />
        <DeskKpi period={period} />
      </div>
      <RecentCalls />
    </div>
  );
}

function Dial() {
  const { t } = useTranslation();
  const { place, placing, obstacle } = useCalling();
  const [number, setNumber] = useState("");
  const call = (event: FormEvent): void => {
    event.preventDefault();
    const typed = number.trim();
    if (typed) place({ number: typed, display: typed });
  };
  return (
    <Sheet title={t("desk.dial")}>
      <form onSubmit={call}>
        <Group gap="xs" align="flex-end" wrap="nowrap">
          <TextInput
            flex={1}
            label={t("desk.number")}
            placeholder="0912 345 678"
            inputMode="tel"
            maxLength={64}
            value={number}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
          <Button
            type="submit"
            size="sm"
            leftSection={<IconPhone size={16} aria-hidden="true" />}
            disabled={!number.trim() || obstacle !== null}
            title={obstacle ? t(`calls.obstacle.${obstacle}`) : undefined}
            loading={placing !== null}
          >
            {t("calls.callShort")}
          </Button>
        </Group>
      </form>
    </Sheet>
  );
}
