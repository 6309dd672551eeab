import { PasswordInput, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { patch, post } from "@/api/client";
import type { Language, User, UserChange, UserForm } from "@/api/types";
import { DayField } from "@/components/DayField";
import { FormActions } from "@/components/FormActions";
import { UNREADABLE } from "@/components/moments";
import { useFieldProblems } from "@/components/problem";
import { rolesQuery, useRoleName } from "@/features/rights/roles";
import { useUser } from "@/features/session/session";
import { groupsQuery } from "./groups";
import { StillTheirs } from "./StillTheirs";

const SHORTEST_PASSWORD = 10;

/** Create a user, or change one; the password only when a new one is given. */
export function UserPanel({ user, onDone }: { user: User | null; onDone: () => void }) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const fieldProblems = useFieldProblems();
  const client = useQueryClient();
  const me = useUser();
  const form = useForm({
    initialValues: {
      username: user?.username ?? "",
      name: user?.name ?? "",
      email: user?.email ?? "",
      role: user?.role_key ?? "agent",
      team: user?.team_id == null ? null : String(user.team_id),
      department: user?.department_id == null ? null : String(user.department_id),
      extension: user?.extension ?? "",
      birthday: user?.birthday ?? "",
      language: (user?.language ?? "vi") as Language,
      password: "",
      active: user?.active ?? true,
    },
    validate: {
      username: (value) =>
        /^[a-z0-9][a-z0-9._@-]{0,63}$/.test(value) ? null : t("users.usernameRule"),
      name: (value) => (value.trim() ? null : t("codes.fields.missing")),
      email: (value) =>
        value.trim() === "" || /^[^\s@]+@[^\s@]+$/.test(value.trim()) ? null : t("users.emailRule"),
      extension: (value) =>
        value === "" || /^\d{2,8}$/.test(value) ? null : t("users.extensionRule"),
      birthday: (value) => (value === UNREADABLE ? t("common.dayWrong") : null),
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
        team_id: values.team === null ? null : Number(values.team),
        department_id: values.department === null ? null : Number(values.department),
        extension: values.extension || null,
        birthday: values.birthday || null,
        language: values.language,
      };
      if (!user) {
        const created: UserForm = {
          ...common,
          username: values.username,
          password: values.password,
        };
        return post<User>("/users", created);
      }
      const change: Partial<UserChange> = { ...common, active: values.active };
      if (values.password) change.password = values.password;
      return patch<User>(`/users/${user.id}`, change);
    },
    onSuccess: async () => {
      await Promise.all([
        client.invalidateQueries({ queryKey: ["users"] }),
        client.invalidateQueries({ queryKey: ["people"] }),
        client.invalidateQueries({ queryKey: ["birthdays"] }),
        client.invalidateQueries({ queryKey: ["roles"] }),
        client.invalidateQueries({ queryKey: ["groups"] }),
        client.invalidateQueries({ queryKey: ["rights"] }),
      ]);
    },
    onError: (error) => form.setErrors(fieldProblems(error)),
  });
  // Owners are made by owners alone.
  const roles = (useQuery(rolesQuery).data?.rows ?? []).filter(
    (role) => role.key !== "owner" || me.role === "owner",
  );
  const teams = useQuery(groupsQuery("teams")).data?.rows ?? [];
  const departments = useQuery(groupsQuery("departments")).data?.rows ?? [];
  const named = (rows: readonly { id: number; name: string }[]) =>
    rows.map((one) => ({ value: String(one.id), label: one.name }));
  return (
    <form
      onSubmit={form.onSubmit((values) => save.mutate(values, { onSuccess: onDone }))}
      noValidate
    >
      <Stack gap="sm">
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
          data={roles.map((role) => ({ value: role.key, label: roleName(role) }))}
          disabled={user?.role === "owner" && me.role !== "owner"}
          {...form.getInputProps("role")}
        />
        <Select
          label={t("groups.team")}
          placeholder={t("groups.noTeam")}
          clearable
          data={named(teams)}
          {...form.getInputProps("team")}
        />
        <Select
          label={t("groups.department")}
          placeholder={t("groups.noDepartment")}
          clearable
          data={named(departments)}
          {...form.getInputProps("department")}
        />
        <TextInput
          label={t("users.extension")}
          inputMode="numeric"
          {...form.getInputProps("extension")}
        />
        <DayField
          label={t("users.birthday")}
          description={t("users.birthdayHint")}
          value={form.values.birthday}
          onChange={(day) => form.setFieldValue("birthday", day)}
          error={form.errors.birthday}
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
          <Link to="/rights/$user" params={{ user: String(user.id) }}>
            {t("rights.effective")}
          </Link>
        )}
        {user && (
          <Switch
            label={t("users.maySignIn")}
            disabled={user.id === me.id}
            {...form.getInputProps("active", { type: "checkbox" })}
          />
        )}
        {user && !form.values.active && <StillTheirs userId={user.id} />}
        <FormActions
          submit={t("common.save")}
          pending={save.isPending}
          onCancel={onDone}
          error={save.error}
        />
      </Stack>
    </form>
  );
}
