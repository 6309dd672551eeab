import {
  Alert,
  Button,
  Group,
  PasswordInput,
  Select,
  Stack,
  Switch,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { patch, post } from "@/api/client";
import type { Language, Role, User, UserChange, UserForm } from "@/api/types";
import { useFieldProblems, useProblem } from "@/components/problem";
import { useUser } from "@/features/session/session";
import { useWords } from "@/i18n/words";

const ROLES = ["agent", "supervisor", "admin", "owner"] as const;
const SHORTEST_PASSWORD = 10;

/** Create a user, or change one; the password only when a new one is given. */
export function UserPanel({ user, onDone }: { user: User | null; onDone: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const problem = useProblem();
  const fieldProblems = useFieldProblems();
  const client = useQueryClient();
  const me = useUser();
  const form = useForm({
    initialValues: {
      username: user?.username ?? "",
      name: user?.name ?? "",
      email: user?.email ?? "",
      role: (user?.role ?? "agent") as Role,
      extension: user?.extension ?? "",
      language: (user?.language ?? "vi") as Language,
      password: "",
      active: user?.active ?? true,
    },
    validate: {
      username: (value) =>
        /^[a-z0-9][a-z0-9._@-]{0,63}$/.test(value) ? null : t("users.usernameRule"),
      name: (value) => (value.trim() ? null : t("codes.fields.missing")),
      extension: (value) =>
        value === "" || /^\d{2,8}$/.test(value) ? null : t("users.extensionRule"),
      password: (value) =>
        (user && value === "") || value.length >= SHORTEST_PASSWORD
          ? null
          : t("users.passwordRule", { n: SHORTEST_PASSWORD }),
    },
  });
  const save = useMutation({
    mutationFn: (values: typeof form.values) => {
      const common = {
        name: values.name.trim(),
        email: values.email.trim() || null,
        role: values.role,
        extension: values.extension || null,
        language: values.language,
      };
      if (!user) {
        const created: UserForm = {
          ...common,
          username: values.username,
          team_id: null,
          password: values.password,
        };
        return post<User>("/users", created);
      }
      const change: Partial<UserChange> = { ...common, active: values.active };
      if (values.password) change.password = values.password;
      return patch<User>(`/users/${user.id}`, change);
    },
    onSuccess: async () => {
      onDone();
      await Promise.all([
        client.invalidateQueries({ queryKey: ["users"] }),
        client.invalidateQueries({ queryKey: ["people"] }),
      ]);
    },
    onError: (error) => form.setErrors(fieldProblems(error)),
  });
  // Owners are made by owners alone.
  const roles = ROLES.filter((role) => role !== "owner" || me.role === "owner");
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Stack gap="sm">
        {save.isError && (
          <Alert color="red" role="alert">
            {problem(save.error)}
          </Alert>
        )}
        <TextInput
          label={t("users.username")}
          withAsterisk
          autoCapitalize="none"
          autoComplete="off"
          disabled={user !== null}
          data-autofocus={user === null}
          {...form.getInputProps("username")}
        />
        <TextInput
          label={t("users.name")}
          withAsterisk
          maxLength={200}
          {...form.getInputProps("name")}
        />
        <TextInput label={t("users.email")} type="email" {...form.getInputProps("email")} />
        <Select
          label={t("users.role")}
          data={roles.map((role) => ({ value: role, label: words("roles", role) }))}
          disabled={user?.role === "owner" && me.role !== "owner"}
          {...form.getInputProps("role")}
        />
        <TextInput
          label={t("users.extension")}
          inputMode="numeric"
          {...form.getInputProps("extension")}
        />
        <Select
          label={t("session.language")}
          data={[
            { value: "vi", label: "Tiếng Việt" },
            { value: "en", label: "English" },
          ]}
          {...form.getInputProps("language")}
        />
        <PasswordInput
          label={t(user ? "users.newPassword" : "session.password")}
          withAsterisk={user === null}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ "aria-label": t("session.showPassword") }}
          {...form.getInputProps("password")}
        />
        {user && (
          <Switch
            label={t("users.maySignIn")}
            disabled={user.id === me.id}
            {...form.getInputProps("active", { type: "checkbox" })}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t("common.cancelForm")}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t("common.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
