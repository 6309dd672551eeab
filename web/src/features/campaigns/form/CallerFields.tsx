import { Autocomplete, Group, Select, Stack, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { PbxList, TrunkList } from "@/api/types";
import { Mark } from "@/components/Mark";
import type { Values } from "./values";

interface Props {
  form: UseFormReturnType<Values>;
}

/** Which PBX and trunk the calls go through, and the number shown to the customer. */
export function CallerFields({ form }: Props) {
  const { t } = useTranslation();
  const pbxs = useQuery({
    queryKey: ["pbx"],
    queryFn: ({ signal }) => get<PbxList>("/pbx", undefined, signal),
  });
  const rows = pbxs.data?.rows;
  const only = rows?.length === 1 ? rows[0] : undefined;
  const { setFieldValue } = form;
  const pbx = form.values.pbx;
  useEffect(() => {
    // With one PBX there is nothing to choose.
    if (pbx !== "" || !only) return;
    setFieldValue("pbx", only.name);
    setFieldValue("trunk", only.trunk);
  }, [only, pbx, setFieldValue]);
  const trunks = useQuery({
    queryKey: ["pbx", pbx, "trunks"],
    queryFn: ({ signal }) =>
      get<TrunkList>(`/pbx/${encodeURIComponent(pbx)}/trunks`, undefined, signal),
    enabled: pbx !== "",
  });
  return (
    <Stack gap="sm">
      <Select
        label={t("campaigns.pbx")}
        withAsterisk
        data={(rows ?? []).map((one) => one.name)}
        {...form.getInputProps("pbx")}
        onChange={(name) => {
          form.setFieldValue("pbx", name ?? "");
          const chosen = rows?.find((one) => one.name === name);
          if (chosen) form.setFieldValue("trunk", chosen.trunk);
        }}
      />
      <Autocomplete
        size="sm"
        label={t("campaigns.trunk")}
        description={trunkHint(trunks.data?.rows, form.values.trunk.trim(), t)}
        inputWrapperOrder={["label", "input", "description", "error"]}
        withAsterisk
        data={(trunks.data?.rows ?? []).map((one) => one.name)}
        renderOption={({ option }) => <TrunkOption trunk={option.value} rows={trunks.data?.rows} />}
        {...form.getInputProps("trunk")}
      />
      <TextInput
        label={t("campaigns.callerId")}
        description={t("campaigns.callerIdHint")}
        withAsterisk
        inputMode="tel"
        maxLength={16}
        {...form.getInputProps("caller_id")}
      />
    </Stack>
  );
}

type Trunks = TrunkList["rows"];

function TrunkOption({ trunk, rows }: { trunk: string; rows: Trunks | undefined }) {
  const { t } = useTranslation();
  const known = rows?.find((one) => one.name === trunk);
  return (
    <Group justify="space-between" w="100%" wrap="nowrap">
      <span className="cut">{trunk}</span>
      {known?.reachable !== undefined && known.reachable !== null && (
        <Mark tone={known.reachable ? "ok" : "bad"}>
          {t(known.reachable ? "campaigns.trunkReachable" : "campaigns.trunkUnreachable")}
        </Mark>
      )}
    </Group>
  );
}

/** A trunk may be typed that the PBX does not know (yet): it is said, not refused. */
function trunkHint(rows: Trunks | undefined, trunk: string, t: TFunction): string | null {
  if (!rows || trunk === "") return null;
  const known = rows.find((one) => one.name === trunk);
  if (!known) return t("campaigns.trunkUnknown");
  return known.reachable === false ? t("campaigns.trunkUnreachableHint") : null;
}
