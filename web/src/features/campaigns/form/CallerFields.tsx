import { Autocomplete, Select, Stack, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { PbxList } from "@/api/types";
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
        withAsterisk
        data={[...new Set((rows ?? []).map((one) => one.trunk))]}
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
