import { IconFile } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { fileAddress, fileSize } from "@/features/documents/documents";
import type { Comment } from "./comments";
import classes from "./comments.module.css";

/** What came with a comment: pictures are shown, other files are there to save (R195). */
export function CommentFiles({ files }: { files: Comment["documents"] }) {
  const { t } = useTranslation();
  if (files.length === 0) return null;
  return (
    <ul className={classes.files} aria-label={t("comments.files.title")}>
      {files.map((one) => (
        <li key={one.id}>
          {one.shown ? (
            <a
              className={classes.photo}
              href={fileAddress(one.id, true)}
              target="_blank"
              rel="noopener"
              title={one.name}
            >
              <img src={fileAddress(one.id, true)} alt={one.name} loading="lazy" />
            </a>
          ) : (
            <a className={classes.file} href={fileAddress(one.id)} download title={one.name}>
              <IconFile size={15} aria-hidden="true" />
              <span className={`cut ${classes.name}`}>{one.name}</span>
              <span className={classes.accuracy}>{fileSize(one.size)}</span>
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
