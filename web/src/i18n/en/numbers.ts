export const numbers = {
  title: "Number tester",
  number: "Number",
  check: "Check",
  shown: "Written as",
  e164: "E.164",
  notCallable: "Can't be called",
  kind: "Kind",
  carrier: "Carrier",
  mended: "Put right",
  manual: "Call by hand",
  campaign: "Automatic call",
};
