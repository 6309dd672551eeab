import { Anchor, Button, Group, Text, UnstyledButton } from "@mantine/core";
import {
  IconDownload,
  IconFile,
  IconFileText,
  IconPaperclip,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Customer } from "@/api/types";
import { Empty } from "@/components/Empty";
import { moment } from "@/components/format";
import { Paged } from "@/components/Paged";
import { useTellProblem } from "@/components/problem";
import { Sheet } from "@/components/Sheet";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { type Document, fileAddress, fileSize, useDeleteDocument } from "./documents";
import classes from "./documents.module.css";
import { UploadBox } from "./UploadBox";

/** The files attached to a customer (R225). */
export function DocumentsTab({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Document | null>(null);
  const list = usePages<Document>(
    ["documents", customer.id],
    `/customers/${customer.id}/documents`,
    {},
  );
  return (
    <>
      <Sheet title={t("documents.title")} flush>
        {customer.can_edit ? (
          <UploadBox customerId={customer.id} />
        ) : (
          <Text size="sm" c="dimmed" p="md">
            {t("documents.notEditable")}
          </Text>
        )}
        <Paged
          list={list}
          empty={
            <Empty
              icon={IconPaperclip}
              title={t("documents.none")}
              hint={customer.can_edit ? t("documents.noneHint") : undefined}
            />
          }
        >
          <ul className={classes.list} aria-label={t("documents.title")}>
            {list.rows.map((one) => (
              <Item
                key={one.id}
                document={one}
                canEdit={customer.can_edit}
                onShow={() => setShown(one)}
              />
            ))}
          </ul>
        </Paged>
      </Sheet>
      <SidePanel
        opened={shown !== null}
        onClose={() => setShown(null)}
        title={shown?.name ?? ""}
        wide
      >
        {shown && (
          <img src={fileAddress(shown.id, true)} alt={shown.name} className={classes.preview} />
        )}
      </SidePanel>
    </>
  );
}

interface ItemProps {
  document: Document;
  canEdit: boolean;
  onShow: () => void;
}

function Item({ document, canEdit, onShow }: ItemProps) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const drop = useDeleteDocument(document.customer_id);
  const [sure, setSure] = useState(false);
  const Picture = document.media_type.startsWith("text/") ? IconFileText : IconFile;
  return (
    <li className={classes.item}>
      <span className={classes.picture}>
        {document.shown ? (
          <img src={fileAddress(document.id, true)} alt="" loading="lazy" />
        ) : (
          <Picture size={20} aria-hidden="true" />
        )}
      </span>
      <div className={classes.name}>
        {document.shown ? (
          <UnstyledButton onClick={onShow} className="cut" title={document.name}>
            {document.name}
          </UnstyledButton>
        ) : (
          <Anchor href={fileAddress(document.id)} download className="cut" title={document.name}>
            {document.name}
          </Anchor>
        )}
        <div className={`cut ${classes.second}`}>
          {[fileSize(document.size), document.by?.name, moment(document.created_at)]
            .filter(Boolean)
            .join(" · ")}
        </div>
      </div>
      <Group gap={4} wrap="nowrap">
        <Button
          component="a"
          href={fileAddress(document.id)}
          download
          variant="subtle"
          size="compact-sm"
          px={6}
          aria-label={t("documents.download", { name: document.name })}
        >
          <IconDownload size={16} aria-hidden="true" />
        </Button>
        {canEdit && (
          <Button
            variant="subtle"
            size="compact-sm"
            px={6}
            color="red"
            loading={drop.isPending}
            aria-label={t(sure ? "documents.deleteSureWhich" : "documents.delete", {
              name: document.name,
            })}
            onBlur={() => setSure(false)}
            onClick={() => (sure ? drop.mutate(document.id, { onError: tell }) : setSure(true))}
          >
            {sure ? t("documents.deleteSure") : <IconTrash size={16} aria-hidden="true" />}
          </Button>
        )}
      </Group>
    </li>
  );
}
