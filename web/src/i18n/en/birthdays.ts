export const birthdays = {
  title: "Colleagues’ birthdays",
  today: "today",
  inDays_one: "in {{count}} day",
  inDays_other: "in {{count}} days",
  all: "See all {{count}}",
  none: "Nobody has a birthday in the rest of this month",
  noneHint:
    "Birthdays are shown from the first of the month through the day itself. An administrator enters the date of birth under Users → Edit.",
  fact: {
    birthday: "Birthday",
    role: "Role",
    team: "Team",
    department: "Department",
    extension: "Extension",
  },
};
