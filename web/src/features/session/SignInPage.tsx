import { Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { post } from "@/api/client";
import type { Session } from "@/api/types";
import { FormError } from "@/components/FormError";
import { switchLanguage } from "@/i18n";
import { LanguageSwitch } from "./LanguageSwitch";
import classes from "./SignInPage.module.css";
import { sessionQuery, takeSession } from "./session";

const route = getRouteApi("/login");

/** Only a path of this app: never send a fresh session to somewhere else. */
function safePath(next: string | undefined): string {
  return next?.startsWith("/") && !next.startsWith("//") ? next : "/";
}

export function SignInPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const { next } = route.useSearch();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => post<Session>("/session", { username, password }),
    onSuccess: async (session) => {
      client.setQueryData(sessionQuery.queryKey, takeSession(session));
      await switchLanguage(session.user.language);
      router.history.push(safePath(next));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <main className={classes.page}>
      <Paper className={classes.card} withBorder radius="lg">
        <form onSubmit={submit}>
          <Stack gap="md">
            <div>
              <Title order={1} size="h3">
                {t("session.title")}
              </Title>
              <Text c="dimmed" size="sm">
                {t("session.hint")}
              </Text>
            </div>
            <FormError error={signIn.error} />
            <TextInput
              label={t("session.username")}
              size="md"
              autoComplete="username"
              autoCapitalize="none"
              autoFocus
              required
              withAsterisk={false}
              value={username}
              onChange={(event) => setUsername(event.currentTarget.value)}
            />
            <PasswordInput
              label={t("session.password")}
              size="md"
              autoComplete="current-password"
              required
              withAsterisk={false}
              visibilityToggleButtonProps={{ "aria-label": t("session.showPassword") }}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" size="md" loading={signIn.isPending}>
              {t("session.signIn")}
            </Button>
          </Stack>
        </form>
      </Paper>
      <LanguageSwitch />
    </main>
  );
}
