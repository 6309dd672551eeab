import { ActionIcon, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useProblem } from "@/components/problem";
import classes from "../settings.module.css";
import { useAddValue } from "./catalogues";

/** A new value at the end of a list; Enter saves it and is ready for the next. */
export function AddValue({ catalogue }: { catalogue: string }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [label, setLabel] = useState("");
  const add = useAddValue(catalogue);
  const save = (): void => {
    const wanted = label.trim();
    if (wanted && !add.isPending) add.mutate(wanted, { onSuccess: () => setLabel("") });
  };
  return (
    <form
      className={classes.addValue}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextInput
        aria-label={t("settings.catalogues.add")}
        placeholder={`${t("settings.catalogues.add")}… ${t("settings.catalogues.addHint")}`}
        maxLength={200}
        value={label}
        error={add.isError && problem(add.error)}
        onChange={(event) => {
          setLabel(event.currentTarget.value);
          if (add.isError) add.reset();
        }}
      />
      <ActionIcon
        type="submit"
        variant="light"
        size="lg"
        aria-label={t("settings.catalogues.add")}
        loading={add.isPending}
        disabled={!label.trim()}
      >
        <IconPlus size={17} aria-hidden="true" />
      </ActionIcon>
    </form>
  );
}
