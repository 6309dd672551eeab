import { Button, FileInput, Stack, Textarea, TextInput } from "@mantine/core";
import { IconFileMusic } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { post, upload } from "@/api/client";
import type { Prompt } from "@/api/types";
import { FormError } from "@/components/FormError";

interface Props {
  onSaved: (prompt: Prompt) => Promise<void>;
}

// No <form> here: these fields stand inside the campaign's own form.

/** A recording: WAV or MP3, converted by the server. */
export function UploadPrompt({ onSaved }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const save = useMutation({
    mutationFn: ({ chosen, called }: { chosen: File; called: string }) =>
      upload<Prompt>("/prompts", chosen, { name: called }),
    onSuccess: async (prompt) => {
      setName("");
      setFile(null);
      await onSaved(prompt);
    },
  });
  return (
    <Stack gap="xs" maw={460}>
      <TextInput
        label={t("prompts.name")}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <FileInput
        label={t("prompts.file")}
        placeholder={t("prompts.chooseFile")}
        accept=".wav,.mp3,audio/wav,audio/mpeg"
        leftSection={<IconFileMusic size={16} aria-hidden="true" />}
        clearable
        value={file}
        onChange={setFile}
      />
      <FormError error={save.error} />
      <Button
        w="fit-content"
        disabled={!file || !name.trim()}
        loading={save.isPending}
        onClick={() => file && save.mutate({ chosen: file, called: name.trim() })}
      >
        {t("prompts.upload")}
      </Button>
    </Stack>
  );
}

/** A text, spoken by the server's Vietnamese voice. */
export function SpeakPrompt({ onSaved }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const [text, setText] = useState("");
  const save = useMutation({
    mutationFn: () => post<Prompt>("/prompts/speech", { name: name.trim(), text: text.trim() }),
    onSuccess: async (prompt) => {
      setName("");
      setText("");
      await onSaved(prompt);
    },
  });
  return (
    <Stack gap="xs" maw={460}>
      <TextInput
        label={t("prompts.name")}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={t("prompts.text")}
        placeholder={t("prompts.textHint")}
        autosize
        minRows={3}
        maxLength={2_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <FormError error={save.error} />
      <Button
        w="fit-content"
        disabled={!text.trim() || !name.trim()}
        loading={save.isPending}
        onClick={() => save.mutate()}
      >
        {t("prompts.speak")}
      </Button>
    </Stack>
  );
}
