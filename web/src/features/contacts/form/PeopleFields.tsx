import { ActionIcon, Button, Stack, Text, Tooltip } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./form.module.css";
import { PersonFields } from "./PersonFields";
import { type FormValues, personValues } from "./values";

const MOST = 20;

/** R020: the people of an organisation, (+) adds one, (x) removes one; a person has one. */
export function PeopleFields({ form }: { form: UseFormReturnType<FormValues> }) {
  const { t } = useTranslation();
  const { people, customer } = form.values;
  if (customer.kind === "person") return <PersonFields form={form} at={0} full={false} focus />;
  return (
    <Stack gap={10}>
      {people.map((person, n) => (
        <fieldset key={person.line} className={classes.person}>
          <legend className="heard-only">{t("contacts.form.personNo", { n: n + 1 })}</legend>
          <div className={classes.personHead}>
            <Text size="sm" fw={600} aria-hidden="true">
              {t("contacts.form.personNo", { n: n + 1 })}
            </Text>
            {people.length > 1 && (
              <Tooltip label={t("contacts.form.removePerson", { n: n + 1 })}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t("contacts.form.removePerson", { n: n + 1 })}
                  onClick={() => form.removeListItem("people", n)}
                >
                  <IconX size={16} aria-hidden="true" />
                </ActionIcon>
              </Tooltip>
            )}
          </div>
          <PersonFields form={form} at={n} full={false} />
        </fieldset>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        w="fit-content"
        leftSection={<IconPlus size={14} aria-hidden="true" />}
        disabled={people.length >= MOST}
        onClick={() => form.insertListItem("people", personValues())}
      >
        {t("contacts.form.addPerson")}
      </Button>
    </Stack>
  );
}
