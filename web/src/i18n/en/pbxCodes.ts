export const pbxCodes = {
  checks: {
    ami_login: "Login at the PBX",
    ami_rights: "Rights of the manager account",
    ami_answers: "The PBX answers",
    asterisk_version: "Asterisk {{version}}",
    dialplan_version: "Our dialplan on the PBX",
    outbox_readable: "The PBX's outbox ({{waiting}} waiting)",
    trunk_reachable: "Trunk {{trunk}} ({{state}})",
    extension_registered: "Extension {{extension}} ({{state}})",
    prompt_playable: "Our prompts play on the PBX",
  },
  mends: {
    prompt_unplayable:
      "The PBX cannot fetch prompts: set CTI_PUBLIC_URL to an address of this server that the PBX can reach.",
    ami_connecting: "Still connecting; try again in a few seconds.",
    ami_not_started: "The server has not begun to connect.",
    ami_connection_lost: "Check the network between server and PBX, and that Asterisk runs.",
    ami_unreachable: "Check the address and port in CTI_PBX, and that Asterisk runs.",
    ami_login_refused: "Make user and secret in CTI_PBX the same as in manager.conf.",
    ami_login: "Make user and secret in CTI_PBX the same as in manager.conf.",
    ami_version_refused:
      "Upgrade Asterisk; or set CTI_ALLOW_UNSAFE_ASTERISK=true if the risk is accepted.",
    ami_ping_lost: "The PBX is overloaded or hangs: see Asterisk's log.",
    ami_rights: "Grant in manager.conf: {{missing}}",
    dialplan_unreadable: "The manager account can't read variables: grant it.",
    dialplan_absent: "Copy extensions_cti.conf onto the PBX and reload the dialplan.",
    dialplan_old:
      "The dialplan is version {{found}}, version {{wanted}} is needed: copy the file again and reload.",
    outbox_malformed: "{{malformed}} entries of the outbox are unreadable: delete them from AstDB.",
    trunk_absent:
      "The PBX has no trunk {{trunk}}: mend the name in CTI_PBX or add it to pjsip.conf.",
    trunk_unreachable: "The carrier can't be reached: check the trunk's address and registration.",
    extension_absent: "The PBX has no extension {{extension}}: add it to pjsip.conf.",
    extension_offline:
      "The phone of extension {{extension}} is not registered: switch it on, check its secret.",
  },
  pbxWhy: {
    ami_connecting: "Connecting.",
    ami_not_started: "Not connected yet.",
    ami_connection_lost: "The connection to the PBX was lost.",
    ami_unreachable: "The PBX can't be reached.",
    ami_login_refused: "The PBX refused the login: wrong name or secret.",
    ami_login: "The login at the PBX failed.",
    ami_version_refused: "This Asterisk release has a known hole.",
    ami_ping_lost: "The PBX does not answer.",
    ami_write_blocked: "The PBX takes no commands.",
    ami_deadline: "The PBX answers too slowly.",
    ami_overflow: "Too many events at once.",
    pbx_no_dialplan: "Our dialplan is not on the PBX; nothing is dialled.",
    pbx_other_dialplan: "The PBX has another release's dialplan; nothing is dialled.",
    pbx_dialplan_unreadable: "The dialplan's version can't be read; nothing is dialled.",
  },
};
