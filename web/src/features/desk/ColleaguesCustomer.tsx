import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { CallCard } from "@/api/types";
import { Sheet } from "@/components/Sheet";
import { callMatch } from "@/features/calls/calls";
import { CallNote } from "./CallNote";
import classes from "./desk.module.css";

/** A caller whose customer a colleague looks after: who it is and whose, and no more. */
export function ColleaguesCustomer({ call }: { call: CallCard }) {
  const { t } = useTranslation();
  const match = callMatch(call);
  return (
    <div className={classes.split}>
      <Sheet title={match?.customer ?? t("desk.colleagues")}>
        <Text>{[match?.name, match?.title].filter(Boolean).join(" · ")}</Text>
        <Text size="sm" c="dimmed" mt={6}>
          {match?.owner
            ? t("desk.colleaguesHint", { name: match.owner.name })
            : t("desk.colleagues")}
        </Text>
      </Sheet>
      <CallNote call={call} />
    </div>
  );
}
