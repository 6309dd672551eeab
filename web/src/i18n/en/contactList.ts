export const contactList = {
  manager: "Manager",
  everyManager: "Every manager",
  company: "Company",
  everyCompany: "Every company",
  findCompany: "Type to find a company",
  columns: "Columns",
  columnsTitle: "Columns to show",
  tick: "Tick {{name}}",
  ticks: "Tick",
  chosen: "{{n}} contacts ticked",
  exportTitle: "Export contacts",
  exportHint:
    "Writes {{n}} contacts, a row each: those that you may see and no others. The export is noted in the audit log.",
  exportSend: "Export {{n}} contacts",
  createdAt: "Contact created",
  updatedAt: "Contact updated",
  companyOf: "Company of the contact",
};
