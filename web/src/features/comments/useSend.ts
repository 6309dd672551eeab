import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSizeLimit, useUpload } from "@/features/documents/documents";
import { type Comment, useSayComment } from "./comments";
import type { Place } from "./places";

const MEGA = 1024 * 1024;
const MOST_FILES = 20;

interface Said {
  body: string;
  to: number | null;
  place: Place | null;
}

/** The files that are to go with a comment, and its posting: they first, then what is said. */
export function useSend(customerId: number) {
  const { t } = useTranslation();
  const upload = useUpload(customerId);
  const limit = useSizeLimit(customerId);
  const say = useSayComment(customerId);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [busy, setBusy] = useState(false);
  // What was kept already though the comment failed is not sent again.
  const kept = useRef(new WeakMap<File, number>());
  /** Adds those that may be; what is wrong with the others, in words. */
  const add = (chosen: readonly File[]): string[] => {
    const small = chosen.filter((one) => limit === undefined || one.size <= limit * MEGA);
    const next = [...files, ...small.filter((one) => !files.includes(one))];
    setFiles(next.slice(0, MOST_FILES));
    const large = chosen.filter((one) => !small.includes(one));
    return [
      ...large.map((one) => `${one.name}: ${t("documents.tooLarge", { limit })}`),
      ...(next.length > MOST_FILES ? [t("comments.files.tooMany", { most: MOST_FILES })] : []),
    ];
  };
  const post = async ({ body, to, place }: Said): Promise<Comment> => {
    setBusy(true);
    try {
      const documents: number[] = [];
      for (const file of files) {
        const id = kept.current.get(file) ?? (await upload.mutateAsync(file)).id;
        kept.current.set(file, id);
        documents.push(id);
      }
      const said = await say.mutateAsync({ id: null, body, to, documents, place });
      setFiles([]);
      return said;
    } finally {
      setBusy(false);
    }
  };
  const drop = (file: File): void => setFiles(files.filter((one) => one !== file));
  return { files, add, drop, post, busy };
}
