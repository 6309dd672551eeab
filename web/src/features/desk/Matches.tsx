import { Button } from "@mantine/core";
import { IconBuilding, IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { CallCard } from "@/api/types";
import { useTellProblem } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { useAttach } from "./attach";
import classes from "./desk.module.css";

/** The number belongs to several: the agent says whose call it is, never a silent first. */
export function Matches({ call }: { call: CallCard }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const attach = useAttach(call);
  return (
    <Sheet title={t("desk.severalMatch", { count: call.matches.length })} flush>
      <ul className={classes.matches}>
        {call.matches.map((match) => {
          const Picture = match.customer_kind === "organisation" ? IconBuilding : IconUser;
          return (
            <li key={match.contact_id} className={classes.match}>
              <Picture size={18} stroke={1.6} aria-hidden="true" />
              <div className={classes.matchText}>
                <strong className="cut" title={match.name}>
                  {match.name}
                </strong>
                <span className="cut" title={match.customer}>
                  {[match.title, match.customer, match.owner?.name].filter(Boolean).join(" · ")}
                </span>
              </div>
              <Button
                variant="light"
                aria-label={t("desk.chooseWhom", { name: match.name })}
                loading={attach.isPending && attach.variables === match.contact_id}
                onClick={() => attach.mutate(match.contact_id, { onError: tell })}
              >
                {t("desk.choose")}
              </Button>
            </li>
          );
        })}
      </ul>
    </Sheet>
  );
}
