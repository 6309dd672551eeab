import { SegmentedControl } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { patch } from "@/api/client";
import type { Language, Session } from "@/api/types";
import { useTellProblem } from "@/components/problem";
import { currentLanguage, switchLanguage } from "@/i18n";
import { sessionQuery } from "./session";

/** Vietnamese or English; the server remembers it for whoever is signed in. */
export function LanguageSwitch() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const tell = useTellProblem();
  const change = useMutation({
    mutationFn: async (language: Language) => {
      const session = client.getQueryData(sessionQuery.queryKey);
      // Under way before the words change: whoever sees them and leaves has it remembered.
      const remembered = session ? patch("/session/preferences", { language }) : null;
      await Promise.all([remembered, switchLanguage(language)]);
      if (!session) return;
      const changed: Session = { ...session, user: { ...session.user, language } };
      client.setQueryData(sessionQuery.queryKey, () => changed);
    },
    onError: tell,
  });
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("session.language")}
      value={currentLanguage()}
      onChange={(value) => change.mutate(value === "en" ? "en" : "vi")}
      data={[
        { value: "vi", label: "Tiếng Việt" },
        { value: "en", label: "English" },
      ]}
    />
  );
}
