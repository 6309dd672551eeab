import { Button, Group, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import type { Grant, Reach, RoleView } from "@/api/types";
import { FormError } from "@/components/FormError";
import { counted } from "@/components/format";
import { tellDone } from "@/components/problem";
import { rebaseValues, useBase } from "@/components/rebase";
import { Sheet } from "@/components/Sheet";
import { useUser } from "@/features/session/session";
import { useWords } from "@/i18n/words";
import { DeleteRole } from "./DeleteRole";
import { GrantRow } from "./GrantRow";
import classes from "./rights.module.css";
import {
  differing,
  GROUPS,
  type Granted,
  grantedOf,
  rebaseGranted,
  useChangeRole,
  useRoleName,
} from "./roles";

interface Props {
  role: RoleView;
  onDeleted: () => void;
}

const valuesOf = (role: RoleView) => ({
  name: role.name ?? "",
  granted: grantedOf(role.grants),
});
type Values = ReturnType<typeof valuesOf>;

/** Right by right: who gave another one meanwhile has it kept. */
const rebase = (before: Values, mine: Values, theirs: Values): Values => ({
  ...rebaseValues(before, mine, theirs),
  granted: rebaseGranted(before.granted, mine.granted, theirs.granted),
});

/** All that a role may do, by groups; saved together, for who has it feels it at once. */
export function RoleEditor({ role, onDeleted }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const roleName = useRoleName();
  const user = useUser();
  const change = useChangeRole(role.key);
  const form = useForm({ initialValues: valuesOf(role) });
  const base = useBase(role, valuesOf, form, change, { rebase });
  const before = valuesOf(base.record);
  const { granted, name } = form.values;
  const setGranted = (next: Granted): void => form.setFieldValue("granted", next);
  const defaults = Object.fromEntries(
    role.grants.flatMap((one) => (one.default === null ? [] : [[one.right, one.default]])),
  );
  const unsaved =
    differing(before.granted, granted).length +
    (role.built_in || name.trim() === before.name ? 0 : 1);
  const isDefault = differing(granted, defaults).length === 0;
  const set = (right: string, reach: Reach[] | null): void =>
    setGranted({
      ...Object.fromEntries(Object.entries(granted).filter(([other]) => other !== right)),
      ...(reach === null ? {} : { [right]: reach }),
    });
  const off = (grant: Grant): string | null => {
    if (role.fixed) return t("rights.fixedHint");
    const has = user.rights.includes(grant.right);
    // What one lacks oneself one can still take away from others.
    return has || granted[grant.right] ? null : t("rights.notYours");
  };
  const save = (): void =>
    change.mutate(
      {
        version: base.record.version,
        grants: granted,
        ...(role.built_in ? {} : { name: name.trim() }),
      },
      {
        onSuccess: (saved) => {
          base.goOn(saved, { name, granted });
          tellDone(t("rights.saved"));
        },
      },
    );
  return (
    <form
      aria-label={t("rights.editorOf", { name: roleName(role) })}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Sheet
        title={t("rights.editorOf", { name: roleName(role) })}
        actions={!role.built_in && <DeleteRole role={role} onDone={onDeleted} key={role.members} />}
      >
        {role.fixed && <Text size="sm">{t("rights.fixedHint")}</Text>}
        {!role.built_in && (
          <TextInput
            label={t("rights.name")}
            maxLength={120}
            maw={360}
            withAsterisk
            {...form.getInputProps("name")}
          />
        )}
        {!role.fixed && (
          <Text size="xs" c="dimmed" mt={6}>
            {!role.built_in && `${t("rights.base")}: ${words("roles", role.base)}. `}
            {t("rights.followsView")}
          </Text>
        )}
      </Sheet>
      {GROUPS.map((group) => {
        const some = role.grants.filter((grant) => grant.group === group);
        if (some.length === 0) return null;
        return (
          <Sheet key={group} title={words("rightGroups", group)} flush className={classes.group}>
            {some.map((grant) => (
              <GrantRow
                key={grant.right}
                grant={grant}
                reach={granted[grant.right] ?? null}
                onChange={(reach) => set(grant.right, reach)}
                off={off(grant)}
                isDefault={
                  differing(pick(granted, grant.right), pick(defaults, grant.right)).length === 0
                }
              />
            ))}
          </Sheet>
        );
      })}
      {!role.fixed && (
        <div className={classes.foot}>
          <FormError error={change.error} onTakeNew={base.takeNew} />
          <Group gap="xs" justify="flex-end">
            <Text size="xs" c="dimmed" aria-live="polite">
              {unsaved > 0 && t("rights.unsaved", counted(unsaved))}
            </Text>
            <Button
              variant="default"
              disabled={isDefault}
              title={isDefault ? t("rights.isDefault") : undefined}
              onClick={() => setGranted(defaults)}
            >
              {t("rights.reset")}
            </Button>
            <Button
              type="submit"
              loading={change.isPending}
              disabled={unsaved === 0}
              title={unsaved === 0 ? t("common.nothingChanged") : undefined}
            >
              {t("rights.save")}
            </Button>
          </Group>
        </div>
      )}
    </form>
  );
}

function pick(granted: Granted, right: string): Granted {
  const reach = granted[right];
  return reach ? { [right]: reach } : {};
}
