import { useTranslation } from "react-i18next";
import { DayField } from "./DayField";
import classes from "./DayRange.module.css";
import { UNREADABLE } from "./moments";

interface Props {
  from: string | undefined;
  to: string | undefined;
  onChange: (part: { from?: string | undefined; to?: string | undefined }) => void;
}

/** A list from which day to which; what is no day yet narrows nothing. */
export function DayRange({ from, to, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {(["from", "to"] as const).map((side) => (
        <DayField
          key={side}
          size="xs"
          w={156}
          label=""
          leftSection={<span className={classes.side}>{t(`common.${side}`)}</span>}
          leftSectionWidth={40}
          aria-label={t(side === "from" ? "common.dayFrom" : "common.dayTo")}
          value={(side === "from" ? from : to) ?? ""}
          onChange={(day) => day !== UNREADABLE && onChange({ [side]: day || undefined })}
        />
      ))}
    </>
  );
}
