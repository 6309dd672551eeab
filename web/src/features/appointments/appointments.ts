import { useMutation, useQueryClient } from "@tanstack/react-query";
import { patch, post } from "@/api/client";
import type { components } from "@/api/schema";

type Shapes = components["schemas"];
export type Appointment = Shapes["AppointmentView"];
export type AppointmentForm = Shapes["AppointmentForm"];
export type MeetingForm = Shapes["MeetingForm"];
export type AppointmentKind = Appointment["kind"];

function useRefresh(): (made: Appointment) => Promise<unknown> {
  const client = useQueryClient();
  return (made) =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["appointments"] }),
      client.invalidateQueries({ queryKey: ["timeline", made.customer.id] }),
    ]);
}

export interface Saving {
  kind: AppointmentKind;
  /** What is changed; null makes a new one. */
  old: Appointment | null;
  form: AppointmentForm | MeetingForm;
}

export function useSaveAppointment(customerId: number) {
  const client = useQueryClient();
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ kind, old, form }: Saving) =>
      old
        ? patch<Appointment>(`/appointments/${old.id}`, { ...form, version: old.version })
        : post<Appointment>(`/customers/${customerId}/${kind}s`, form),
    onSuccess: refresh,
    // What somebody else saved is at hand, then.
    onError: () => client.invalidateQueries({ queryKey: ["appointments"] }),
  });
}

export function useCancelAppointment() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, tells }: { id: number; tells: boolean }) =>
      post<Appointment>(`/appointments/${id}/cancel?tell_customer=${tells}`),
    onSuccess: refresh,
  });
}
