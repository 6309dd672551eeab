import { Avatar, Button, Group, UnstyledButton } from "@mantine/core";
import { IconThumbUp, IconThumbUpFilled } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { brief, clock, moment } from "@/components/format";
import { useTellProblem } from "@/components/problem";
import { useNow } from "@/components/Timer";
import { useTellUntold } from "./CommentBox";
import { CommentFiles } from "./CommentFiles";
import { type Comment, useLikeComment, useRemoveComment, useSayComment } from "./comments";
import classes from "./comments.module.css";
import { MentionBox } from "./MentionBox";
import { splitMentions } from "./mentions";
import { PlaceLink } from "./PlaceLink";

interface Props {
  customerId: number;
  comment: Comment;
  /** Null: the user may not comment here. */
  onReply: ((comment: Comment) => void) | null;
}

/** A comment with its replies beneath it. */
export function CommentThread({ customerId, comment, onReply }: Props) {
  return (
    <li className={classes.thread}>
      <OneComment customerId={customerId} comment={comment} onReply={onReply} />
      {comment.replies.length > 0 && (
        <ul className={classes.replies}>
          {comment.replies.map((reply) => (
            <li key={reply.id}>
              <OneComment customerId={customerId} comment={reply} onReply={onReply} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Only files came with it, and they were deleted since. */
const isBare = ({ body, documents, location }: Comment): boolean =>
  body === "" && documents.length === 0 && location === null;

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(-2)
    .map((part) => part.charAt(0))
    .join("");

function OneComment({ customerId, comment, onReply }: Props) {
  const { t } = useTranslation();
  const now = useNow(60_000);
  const [editing, setEditing] = useState(false);
  const name = comment.by?.name ?? t("comments.somebody");
  if (comment.deleted) return <p className={classes.removed}>{t("comments.removed")}</p>;
  return (
    <article className={classes.comment} aria-label={name}>
      <Avatar size={30} color="petrol" name="" alt="" aria-hidden="true">
        {initials(name)}
      </Avatar>
      <div className={classes.said}>
        <div className={classes.head}>
          <strong>{name}</strong>
          <time dateTime={comment.posted_at} title={moment(comment.posted_at)}>
            {brief(comment.posted_at, now)}
          </time>
          {comment.edited_at && (
            <span title={moment(comment.edited_at)}>({t("comments.edited")})</span>
          )}
        </div>
        {editing ? (
          <Editing customerId={customerId} comment={comment} onDone={() => setEditing(false)} />
        ) : (
          <>
            <div className={classes.body}>
              {splitMentions(comment.body, comment.mentions).map((piece, index) =>
                piece.name ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text stay in place
                  <span key={index} className={classes.mention} title={piece.name}>
                    {piece.text}
                  </span>
                ) : (
                  piece.text
                ),
              )}
            </div>
            {isBare(comment) && <p className={classes.removed}>{t("comments.files.gone")}</p>}
            <CommentFiles files={comment.documents} />
            {comment.location && <PlaceLink place={comment.location} />}
            <Actions
              customerId={customerId}
              comment={comment}
              onReply={onReply}
              onEdit={() => setEditing(true)}
            />
          </>
        )}
      </div>
    </article>
  );
}

function Actions({ customerId, comment, onReply, onEdit }: Props & { onEdit: () => void }) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const now = useNow(10_000);
  const [sure, setSure] = useState(false);
  const like = useLikeComment(customerId);
  const drop = useRemoveComment(customerId);
  const name = comment.by?.name ?? t("comments.somebody");
  const Thumb = comment.liked ? IconThumbUpFilled : IconThumbUp;
  const editable = comment.edit_until !== null && Date.parse(comment.edit_until) > now;
  return (
    <div className={classes.actions}>
      <UnstyledButton
        aria-pressed={comment.liked}
        aria-label={comment.liked ? t("comments.unlike") : t("comments.likeOne", { name })}
        onClick={() => like.mutate(comment, { onError: tell })}
        disabled={like.isPending}
      >
        <Thumb size={15} aria-hidden="true" />
        {comment.likes > 0 && (
          <span title={t("comments.likes", { count: comment.likes })}>{comment.likes}</span>
        )}
      </UnstyledButton>
      {onReply && (
        <UnstyledButton onClick={() => onReply(comment)}>{t("comments.reply")}</UnstyledButton>
      )}
      {editable && (
        <UnstyledButton
          title={t("comments.editUntil", { time: clock(comment.edit_until ?? "") })}
          onClick={onEdit}
        >
          {t("comments.edit")}
        </UnstyledButton>
      )}
      {comment.is_own && (
        <UnstyledButton
          onBlur={() => setSure(false)}
          onClick={() => (sure ? drop.mutate(comment.id, { onError: tell }) : setSure(true))}
        >
          {t(sure ? "comments.removeSure" : "comments.remove")}
        </UnstyledButton>
      )}
    </div>
  );
}

interface EditingProps {
  customerId: number;
  comment: Comment;
  onDone: () => void;
}

function Editing({ customerId, comment, onDone }: EditingProps) {
  const { t } = useTranslation();
  const tell = useTellProblem();
  const tellUntold = useTellUntold();
  const [text, setText] = useState(comment.body);
  const say = useSayComment(customerId);
  const isEmpty = isBare({ ...comment, body: text.trim() });
  const save = (): void => {
    if (isEmpty || say.isPending) return;
    say.mutate(
      { id: comment.id, body: text.trim(), to: null },
      {
        onSuccess: (said) => {
          onDone();
          tellUntold(said);
        },
        onError: tell,
      },
    );
  };
  return (
    <>
      <MentionBox
        customerId={customerId}
        label={t("comments.editing")}
        value={text}
        onChange={setText}
        onSend={save}
        onEscape={onDone}
      />
      <Group justify="flex-end" gap="xs" mt={6}>
        <Button variant="default" size="compact-sm" onClick={onDone}>
          {t("common.cancelForm")}
        </Button>
        <Button size="compact-sm" loading={say.isPending} disabled={isEmpty} onClick={save}>
          {t("common.save")}
        </Button>
      </Group>
    </>
  );
}
