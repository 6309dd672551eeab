export const timeline = {
  title: "Timeline",
  all: "All",
  kinds: {
    call: "Calls",
    note: "Notes",
    reply: "Key replies",
    change: "Changes",
  },
  none: "Nothing here yet",
  noneHint: "Calls, notes and changes appear here as they happen.",
  note: "Note",
  callIn: "Call in",
  callOut: "Call out",
  byCampaign: "campaign",
  pressed: "Pressed {{key}}",
  moved: "State changed",
  notApplied: "not applied",
};
