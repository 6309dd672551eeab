import { ActionIcon } from "@mantine/core";
import { IconFile, IconMapPin, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { count } from "@/components/format";
import { fileSize } from "@/features/documents/documents";
import classes from "./comments.module.css";
import { type Place, tellPlace } from "./places";

interface Props {
  files: readonly File[];
  place: Place | null;
  onDropFile: (file: File) => void;
  onDropPlace: () => void;
}

/** What will go with the comment once it is posted; until then it is nowhere but here. */
export function Attachments({ files, place, onDropFile, onDropPlace }: Props) {
  const { t } = useTranslation();
  if (files.length === 0 && place === null) return null;
  return (
    <ul className={classes.attached} aria-label={t("comments.files.toSend")}>
      {files.map((file) => (
        <Item
          key={`${file.name}/${file.size}/${file.lastModified}`}
          name={file.name}
          icon={<IconFile size={15} aria-hidden="true" />}
          second={fileSize(file.size)}
          onDrop={() => onDropFile(file)}
        />
      ))}
      {place && (
        <Item
          name={tellPlace(place)}
          icon={<IconMapPin size={15} aria-hidden="true" />}
          second={t("comments.place.accuracy", { metres: count(place.accuracy) })}
          onDrop={onDropPlace}
        />
      )}
    </ul>
  );
}

interface ItemProps {
  name: string;
  icon: ReactNode;
  second: string;
  onDrop: () => void;
}

function Item({ name, icon, second, onDrop }: ItemProps) {
  const { t } = useTranslation();
  return (
    <li>
      {icon}
      <span className="cut" title={name}>
        {name}
      </span>
      <span className={classes.accuracy}>{second}</span>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t("comments.files.drop", { name })}
        onClick={onDrop}
      >
        <IconX size={14} aria-hidden="true" />
      </ActionIcon>
    </li>
  );
}
