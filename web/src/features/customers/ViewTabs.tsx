import { ActionIcon, Button, Menu } from "@mantine/core";
import {
  IconDots,
  IconLink,
  IconLock,
  IconPin,
  IconTrash,
  IconUsers,
  IconWorld,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { tellDone, useTellProblem } from "@/components/problem";
import classes from "./customers.module.css";
import { type SavedViews, useChoose, useDeleteView } from "./lists";
import { type CustomersSearch, isPredefined, PREDEFINED, type SavedView, toOwners } from "./search";

const SHARED = { private: IconLock, team: IconUsers, all: IconWorld };

interface Props {
  views: SavedViews | undefined;
  search: CustomersSearch;
  view: string;
  saved: SavedView | undefined;
  /** The address says something else than the view. */
  altered: boolean;
  onSave: () => void;
  onReset: () => void;
  onGone: () => void;
}

/** R136, R137: whose customers are shown, and the views of one's own and shared ones; all links. */
export function ViewTabs({ views, search, view, saved, altered, onSave, onReset, onGone }: Props) {
  const { t } = useTranslation();
  const choose = useChoose();
  const drop = useDeleteView();
  const tell = useTellProblem();
  const first = views?.choices.default_view ?? "all";
  const copy = (): void => {
    const address = `${location.origin}/customers?view=${encodeURIComponent(JSON.stringify(view))}`;
    void navigator.clipboard.writeText(altered ? location.href : address).then(() => {
      tellDone(t("customers.views.copied"));
    });
  };
  return (
    <nav className={classes.views} aria-label={t("customers.views.title")}>
      {PREDEFINED.map((one) => (
        <Link
          key={one}
          to="/customers"
          search={isPredefined(view) ? toOwners(search, one) : { view: one }}
          className={classes.view}
          aria-current={view === one ? "page" : undefined}
          activeProps={{}}
        >
          {t(`customers.owners.${one}`)}
        </Link>
      ))}
      {views?.rows.map((one) => {
        const Picture = SHARED[one.shared];
        return (
          <Link
            key={one.id}
            to="/customers"
            search={{ view: String(one.id) }}
            className={classes.view}
            aria-current={view === String(one.id) ? "page" : undefined}
            activeProps={{}}
            title={t(`customers.views.sharedBy.${one.shared}`, { name: one.owner.name })}
          >
            <Picture size={13} aria-hidden="true" />
            <span className="cut">{one.name}</span>
          </Link>
        );
      })}
      <span className={classes.viewActions}>
        {altered && (
          <>
            <Button size="compact-sm" variant="subtle" onClick={onReset}>
              {t("customers.views.reset")}
            </Button>
            <Button size="compact-sm" variant="light" onClick={onSave}>
              {t("customers.views.save")}
            </Button>
          </>
        )}
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" aria-label={t("customers.views.more")}>
              <IconDots size={16} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {!altered && (
              <Menu.Item onClick={onSave}>
                {t(saved?.can_edit ? "customers.views.edit" : "customers.views.save")}
              </Menu.Item>
            )}
            <Menu.Item leftSection={<IconLink size={15} aria-hidden="true" />} onClick={copy}>
              {t("customers.views.copy")}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconPin size={15} aria-hidden="true" />}
              disabled={first === view}
              onClick={() =>
                choose.mutate(
                  { default_view: view },
                  { onError: tell, onSuccess: () => tellDone(t("customers.views.isFirst")) },
                )
              }
            >
              {t("customers.views.beginWith")}
            </Menu.Item>
            {saved?.can_edit && (
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={15} aria-hidden="true" />}
                onClick={() => drop.mutate(saved.id, { onSuccess: onGone, onError: tell })}
              >
                {t("customers.views.delete")}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </span>
    </nav>
  );
}
