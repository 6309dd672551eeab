import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, post } from "@/api/client";
import type { CallPlaced, LinkView, PhoneView, PlaceCall } from "@/api/types";
import { useProblem } from "@/components/problem";
import { useReasons } from "@/features/calls/reasons";
import { useEntry } from "@/live/hooks";
import { ConfirmCall, type Question, type Yes } from "./ConfirmCall";

export interface Wanted extends Pick<PlaceCall, "phone_id" | "number"> {
  display: string;
}

interface Calling {
  place: (wanted: Wanted) => void;
  /** The display of the number being placed, until the server has answered. */
  placing: string | null;
  /** Why no call can be placed just now, whatever the number. */
  obstacle: "noExtension" | "unregistered" | "pbxDown" | null;
}

const CallingContext = createContext<Calling | null>(null);

export function useCalling(): Calling {
  const calling = useContext(CallingContext);
  if (!calling) throw new Error("useCalling outside CallsProvider");
  return calling;
}

function readStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** Places calls for the whole app, and asks the gate's question where it must be asked. */
export function CallsProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const reasons = useReasons();
  const [question, setQuestion] = useState<Question | null>(null);
  const phone = useEntry<PhoneView>("me", "phone");
  const pbx = useEntry<LinkView>("me", "pbx");

  const placing = useMutation({
    mutationFn: ({ wanted, confirmation }: Attempt) =>
      post<CallPlaced>("/calls", {
        phone_id: wanted.phone_id,
        number: wanted.number,
        confirmation,
      } satisfies Partial<PlaceCall>),
    onSuccess: () => setQuestion(null),
    onError: (error, { wanted }) => {
      if (error instanceof ApiError && error.code === "call.confirm") {
        const decision = String(error.params.decision_id ?? "");
        setQuestion({
          wanted,
          decision,
          reasons: readStrings(error.params.reasons),
          needsReason: error.params.needs_reason === true,
          careOnly: error.params.care_only === true,
        });
        return;
      }
      setQuestion(null);
      const denied = error instanceof ApiError && error.code === "call.denied";
      notifications.show({
        color: "red",
        role: "alert",
        title: denied ? t("calls.denied", { number: wanted.display }) : undefined,
        message: denied ? reasons(readStrings(error.params.reasons)).join(" ") : problem(error),
        autoClose: 10_000,
      });
    },
  });

  const { mutate, isPending, variables } = placing;
  const place = useCallback((wanted: Wanted) => mutate({ wanted }), [mutate]);
  const obstacle = obstacleOf(phone, pbx);
  const current = isPending ? variables.wanted.display : null;
  const calling = useMemo(
    () => ({ place, placing: current, obstacle }),
    [place, current, obstacle],
  );
  return (
    <CallingContext value={calling}>
      {children}
      <ConfirmCall
        question={question}
        busy={isPending}
        onCancel={() => setQuestion(null)}
        onConfirm={(asked, yes) =>
          mutate({
            wanted: asked.wanted,
            confirmation: { decision_id: asked.decision, ...yes },
          })
        }
      />
    </CallingContext>
  );
}

interface Attempt {
  wanted: Wanted;
  confirmation?: Yes & { decision_id: string };
}

function obstacleOf(phone: PhoneView | undefined, pbx: LinkView | undefined): Calling["obstacle"] {
  if (phone?.state === "no_extension") return "noExtension";
  if (pbx && !pbx.up) return "pbxDown";
  if (phone?.state === "unregistered") return "unregistered";
  return null;
}
