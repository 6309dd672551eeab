import { Button, Tooltip } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RoleView } from "@/api/types";
import { counted } from "@/components/format";
import { useTellProblem } from "@/components/problem";
import { useDeleteRole } from "./roles";

/** Asks twice; a role that somebody has stays, and says so. */
export function DeleteRole({ role, onDone }: { role: RoleView; onDone: () => void }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const [sure, setSure] = useState(false);
  const drop = useDeleteRole(role.key);
  const held = role.members > 0;
  return (
    <Tooltip label={t("rights.inUse", counted(role.members))} disabled={!held}>
      <Button
        variant={sure ? "filled" : "subtle"}
        color="red"
        aria-disabled={held}
        data-disabled={held || undefined}
        loading={drop.isPending}
        onClick={() => {
          if (held) return;
          if (!sure) return setSure(true);
          drop.mutate(undefined, { onSuccess: onDone, onError: tell });
        }}
      >
        {t(sure ? "rights.deleteSure" : "rights.delete")}
      </Button>
    </Tooltip>
  );
}
