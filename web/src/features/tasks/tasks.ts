import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, patch, post, type Query } from "@/api/client";
import type { components } from "@/api/schema";
import type { Tone } from "@/components/Mark";

type Shapes = components["schemas"];
export type Task = Shapes["TaskView"];
export type TaskForm = Shapes["TaskForm"];
export type TaskChange = Shapes["TaskChange"];
export type TaskCounts = Shapes["TaskCounts"];

export const FILTERS = ["todo", "overdue", "done", "cancelled", "all"] as const;
export type TaskFilter = (typeof FILTERS)[number];
export type TaskState = Task["state"];

export const toneOf = (task: Task): Tone => {
  if (task.overdue) return "bad";
  return task.state === "open" ? "info" : task.state === "done" ? "ok" : "calm";
};

/** How many there are of each state; the filters' own numbers. */
export function useTaskCounts(query: Query): TaskCounts | undefined {
  const { data } = useQuery({
    queryKey: ["tasks", "counts", query],
    queryFn: ({ signal }) => get<TaskCounts>("/tasks/counts", query, signal),
  });
  return data;
}

/** How many a customer has to do, for its tab. */
export function useOpenTasks(customer: { id: number }): number | undefined {
  return useTaskCounts({ customer_id: customer.id })?.todo;
}

/** What a change of a task makes old. */
function useRefresh(): (task: Task) => Promise<unknown> {
  const client = useQueryClient();
  return (task) =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["tasks"] }),
      task.customer
        ? client.invalidateQueries({ queryKey: ["timeline", task.customer.id] })
        : undefined,
    ]);
}

export function useCreateTask() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (form: TaskForm) => post<Task>("/tasks", form),
    onSuccess: refresh,
  });
}

export function useChangeTask() {
  const client = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, change }: { id: number; change: TaskChange }) =>
      patch<Task>(`/tasks/${id}`, change),
    onSuccess: refresh,
    onError: () => client.invalidateQueries({ queryKey: ["tasks"] }),
  });
}

/** Done, cancelled, or open again. */
export function useMoveTask() {
  const client = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, state }: { id: number; state: TaskState }) =>
      post<Task>(`/tasks/${id}/state`, { state }),
    onSuccess: refresh,
    onError: () => client.invalidateQueries({ queryKey: ["tasks"] }),
  });
}
