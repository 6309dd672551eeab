import { Button, NumberInput, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { FormError } from "@/components/FormError";
import { Page } from "@/components/Page";
import { tellDone } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { tilesQuery, useSetForgottenDays } from "./lists";

/** R035: after how many days without contact a customer is one not to forget. */
export function ForgottenPage() {
  const { t } = useTranslation();
  const { data } = useQuery(tilesQuery);
  const save = useSetForgottenDays();
  const [days, setDays] = useState<number | string>("");
  useEffect(() => {
    if (data) setDays(data.forgotten_days);
  }, [data]);
  return (
    <Page title={t("customers.forgotten.title")}>
      <Sheet>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(Number(days), {
              onSuccess: () => tellDone(t("customers.forgotten.saved")),
            });
          }}
        >
          <Stack gap="sm" maw={460}>
            <FormError error={save.error} />
            <Text size="sm" c="dimmed">
              {t("customers.forgotten.hint")}
            </Text>
            <NumberInput
              label={t("customers.forgotten.days")}
              min={1}
              max={3650}
              allowDecimal={false}
              w={200}
              value={days}
              onChange={setDays}
            />
            <Button
              type="submit"
              w="fit-content"
              loading={save.isPending}
              disabled={typeof days !== "number" || days === data?.forgotten_days}
            >
              {t("customers.forgotten.save")}
            </Button>
          </Stack>
        </form>
      </Sheet>
    </Page>
  );
}
