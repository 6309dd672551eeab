import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { PhoneReading } from "@/api/types";

const WAIT_MS = 350;
const SHORTEST = 3;

/** R007: how a number that is being typed will be understood; nothing fails silently. */
export function PhoneHint({ typed, id }: { typed: string; id: string }) {
  const { t } = useTranslation();
  const [asked] = useDebouncedValue(typed.trim(), WAIT_MS);
  const { data } = useQuery({
    queryKey: ["phoneReading", asked],
    queryFn: ({ signal }) => get<PhoneReading>("/phones/reading", { typed: asked }, signal),
    enabled: asked.length >= SHORTEST,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isAsked = typed.trim().length >= SHORTEST;
  const reading = data && typed.trim() === asked ? data : null;
  return (
    <Text
      id={id}
      component="output"
      size="xs"
      display="block"
      c={reading && !reading.callable ? "var(--warn)" : "dimmed"}
      // Its line is there before the answer is: what stands below must not move under the pointer.
      style={{ gridColumn: "1 / -1", minHeight: isAsked ? "1lh" : 0 }}
    >
      {reading && !reading.callable && t("contacts.form.notCallable")}
      {reading?.callable &&
        [reading.mended && t("contacts.form.mended"), reading.display, reading.carrier]
          .filter(Boolean)
          .join(" · ")}
    </Text>
  );
}
