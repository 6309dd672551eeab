import { Input, Select, Stack, Tabs } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "@/api/client";
import type { Prompt, PromptList } from "@/api/types";
import { span } from "@/components/format";
import { SpeakPrompt, UploadPrompt } from "./NewPrompt";

interface Props {
  value: number | null;
  error: ReactNode;
  onChange: (id: number) => void;
}

const WAYS = ["choose", "upload", "speak"] as const;
type Way = (typeof WAYS)[number];

/** The message the customer hears: one that is there, a recording, or a text that is spoken. */
export function PromptField({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [way, setWay] = useState<Way>("choose");
  const prompts = useQuery({
    queryKey: ["prompts"],
    queryFn: ({ signal }) => get<PromptList>("/prompts", undefined, signal),
  });
  const rows = prompts.data?.rows ?? [];
  const chosen = rows.find((prompt) => prompt.id === value);
  const take = async (prompt: Prompt): Promise<void> => {
    await client.invalidateQueries({ queryKey: ["prompts"] });
    onChange(prompt.id);
    setWay("choose");
  };
  return (
    <Input.Wrapper label={t("prompts.title")} withAsterisk error={error}>
      <Tabs
        value={way}
        onChange={(next) => setWay(WAYS.find((one) => one === next) ?? "choose")}
        mt={4}
        keepMounted
      >
        <Tabs.List mb="sm">
          {WAYS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`prompts.ways.${one}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="choose">
          <Stack gap="xs">
            <Select
              maw={460}
              aria-label={t("prompts.title")}
              placeholder={t(
                prompts.isSuccess && rows.length === 0 ? "prompts.none" : "prompts.choose",
              )}
              searchable
              error={Boolean(error)}
              data={rows.map((prompt) => ({
                value: String(prompt.id),
                label: `${prompt.name} (${span(prompt.seconds)})`,
              }))}
              value={value === null ? null : String(value)}
              onChange={(id) => id !== null && onChange(Number(id))}
            />
            {value !== null && (
              // biome-ignore lint/a11y/useMediaCaption: a spoken text is shown beneath it
              <audio
                key={value}
                controls
                preload="none"
                src={`/api/v1/prompts/${value}/audio`}
                aria-label={t("prompts.listen")}
              />
            )}
            {chosen?.text && <blockquote style={{ margin: 0 }}>“{chosen.text}”</blockquote>}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="upload">
          <UploadPrompt onSaved={take} />
        </Tabs.Panel>
        <Tabs.Panel value="speak">
          <SpeakPrompt onSaved={take} />
        </Tabs.Panel>
      </Tabs>
    </Input.Wrapper>
  );
}
