import { Button, SegmentedControl } from "@mantine/core";
import { IconListCheck, IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { DataGrid } from "@/components/DataGrid";
import { Empty } from "@/components/Empty";
import { ListFrame } from "@/components/ListFrame";
import { SearchInput } from "@/components/SearchInput";
import { SidePanel } from "@/components/SidePanel";
import { usePages } from "@/components/usePages";
import { ComingAppointments } from "@/features/appointments/ComingAppointments";
import { useMay } from "@/features/session/session";
import { StateFilter } from "./StateFilter";
import { TaskFields } from "./TaskFields";
import { TaskPanel } from "./TaskPanel";
import { taskColumns } from "./taskColumns";
import { type Task, useTaskCounts } from "./tasks";

const route = getRouteApi("/shell/tasks");

/** What oneself, or everybody one sees, has to do; and the appointments to come. */
export function TasksPage() {
  const { t } = useTranslation();
  const may = useMay();
  const search = route.useSearch();
  const { q, state = "todo", whose, view, create } = search;
  const navigate = route.useNavigate();
  const [opened, setOpened] = useState<Task | null>(null);
  const change = (next: Partial<typeof search>): void => {
    void navigate({ search: { ...search, ...next }, replace: true });
  };
  const which = { assignee: whose === "all" ? "all" : "me", q };
  const counts = useTaskCounts(which);
  const page = usePages<Task>(["tasks", "list"], "/tasks", { ...which, state });
  const columns = useMemo(() => taskColumns(t), [t]);
  const close = (): void => {
    setOpened(null);
    if (create) change({ create: undefined });
  };
  return (
    <ListFrame
      title={t("tasks.title")}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t("tasks.tabs")}
          value={view ?? "tasks"}
          onChange={(value) =>
            change({ view: value === "appointments" ? "appointments" : undefined })
          }
          data={[
            { value: "tasks", label: t("tasks.title") },
            { value: "appointments", label: t("tasks.appointments") },
          ]}
        />
      }
      actions={
        may("tasks.edit") && (
          <Button
            leftSection={<IconPlus size={15} aria-hidden="true" />}
            onClick={() => {
              setOpened(null);
              change({ create: true });
            }}
          >
            {t("tasks.add")}
          </Button>
        )
      }
      filters={
        <>
          <SegmentedControl
            size="xs"
            aria-label={t("tasks.whose")}
            value={whose ?? "me"}
            onChange={(value) => change({ whose: value === "all" ? "all" : undefined })}
            data={[
              { value: "me", label: t("tasks.mine") },
              { value: "all", label: t("tasks.everyones") },
            ]}
          />
          {view !== "appointments" && (
            <>
              <SearchInput
                value={q}
                label={t("tasks.searchHint")}
                onChange={(next) => change({ q: next })}
              />
              <StateFilter
                value={state}
                counts={counts}
                onChange={(next) => change({ state: next === "todo" ? undefined : next })}
              />
            </>
          )}
        </>
      }
    >
      {view === "appointments" ? (
        <ComingAppointments mine={whose !== "all"} />
      ) : (
        <DataGrid
          label={t("tasks.title")}
          columns={columns}
          rowId={(task) => String(task.id)}
          {...page}
          onOpen={setOpened}
          selected={opened ? String(opened.id) : undefined}
          empty={
            <Empty
              icon={IconListCheck}
              title={t(q ? "tasks.noneFound" : "tasks.nonePage")}
              hint={q ? undefined : t("tasks.nonePageHint")}
            />
          }
        />
      )}
      <SidePanel
        opened={opened !== null || create === true}
        onClose={close}
        title={opened?.title ?? t("tasks.add")}
      >
        {opened ? (
          <TaskPanel
            key={opened.id}
            task={page.rows.find(({ id }) => id === opened.id) ?? opened}
            onDone={close}
          />
        ) : (
          create && <TaskFields task={null} customer={null} onDone={close} />
        )}
      </SidePanel>
    </ListFrame>
  );
}
