import { attempts } from "./attempts";
import { audit } from "./audit";
import { auditCodes } from "./auditCodes";
import { automation } from "./automation";
import { birthdays } from "./birthdays";
import { bulk } from "./bulk";
import { callingRules } from "./callingRules";
import { calls } from "./calls";
import { campaigns } from "./campaigns";
import { care, careCodes } from "./care";
import { codes } from "./codes";
import { comments } from "./comments";
import { commerce, commerceCodes } from "./commerce";
import { common } from "./common";
import { companies } from "./companies";
import { consents } from "./consents";
import { contactList } from "./contactList";
import { contacts } from "./contacts";
import { customers } from "./customers";
import { desk } from "./desk";
import { dnc } from "./dnc";
import { documents } from "./documents";
import { duplicates } from "./duplicates";
import { errorCodes } from "./errorCodes";
import { groups } from "./groups";
import { historyCodes } from "./historyCodes";
import { importCodes, imports } from "./imports";
import { kpi } from "./kpi";
import { lookup } from "./lookup";
import { members } from "./members";
import { notificationCodes, notifications } from "./notifications";
import { numbers } from "./numbers";
import { opportunities } from "./opportunities";
import { pbx } from "./pbx";
import { pbxCodes } from "./pbxCodes";
import { prompts } from "./prompts";
import { rightCodes } from "./rightCodes";
import { rights } from "./rights";
import { session } from "./session";
import { settings } from "./settings";
import { shell } from "./shell";
import { sms, smsCodes } from "./sms";
import { tasks } from "./tasks";
import { tickets } from "./tickets";
import { timeline } from "./timeline";
import { tokens } from "./tokens";
import { users } from "./users";
import { webhooks } from "./webhooks";

export const en = {
  common,
  session,
  groups,
  kpi,
  lookup,
  rights,
  shell,
  settings,
  duplicates,
  companies,
  automation,
  birthdays,
  bulk,
  imports,
  calls,
  callingRules,
  desk,
  timeline,
  contactList,
  contacts,
  customers,
  campaigns,
  prompts,
  members,
  pbx,
  numbers,
  attempts,
  dnc,
  users,
  audit,
  consents,
  opportunities,
  tickets,
  documents,
  sms,
  tokens,
  webhooks,
  notifications,
  tasks,
  comments,
  commerce,
  care,
  codes: {
    ...codes,
    ...historyCodes,
    ...auditCodes,
    ...importCodes,
    ...notificationCodes,
    ...careCodes,
    ...commerceCodes,
    ...pbxCodes,
    ...errorCodes,
    ...rightCodes,
    ...smsCodes,
  },
};
