export const secondStep = {
  "two.title": "Two-step sign-in",
  "two.what":
    "After the password Nitka asks for a code of an app on your phone. Then a password alone, even a stolen one, lets nobody in.",
  "two.turnOn": "Turn on",
  "two.on": "On since {when}.",
  "two.left": { one: "{n} recovery code is left.", other: "{n} recovery codes are left." },
  "two.demandedHere": "A workspace asks for it, so it cannot be turned off.",
  "two.renew": "New recovery codes",
  "two.renewHint": "The earlier codes will no longer work.",
  "two.turnOff": "Turn off",
  "two.offDone": "Two-step sign-in is off.",
  "two.continue": "Continue",
  "two.passwordHint": "Once more, so that nobody does this in your place.",

  "two.scan":
    "Open an app for codes on your phone (Google Authenticator, Aegis, 2FAS and the like) and point its camera at the picture.",
  "two.picture": "QR code with the key for the app",
  "two.byHand": "Without a camera, type the key into the app yourself:",
  "two.key": "Key",
  "two.code": "Code of the app",
  "two.codeHint": "The six digits that the app shows now.",
  "two.confirm": "Confirm",

  "two.recovery": "Recovery codes",
  "two.recoveryHint":
    "Each code once takes the place of the app's when the phone is not at hand. Keep them where others do not find them: they are not shown again.",
  "two.download": "Download",
  "two.file": "nitka-recovery-codes.txt",
  "two.fileHead": "Recovery codes of Nitka for {email}. Each works once.",
  "two.saved": "The codes are saved",

  "two.stepTitle": "Second step",
  "two.enter": "Sign in",
  "two.useRecovery": "No phone? Use a recovery code",
  "two.useApp": "Use a code of the app",
  "two.recoveryCode": "Recovery code",
  "two.recoveryCodeHint": "One of the ten that you saved; each works once.",
  "two.lost":
    "With neither phone nor codes, the workspace's owner or whoever runs the server can reset two-step sign-in.",
  "two.setUpTitle": "Set up two-step sign-in",
  "two.setUpWhy": "The workspace you work in asks for it. You do this once.",

  "two.demand": "Everybody must use two-step sign-in",
  "two.demandHint":
    "Who has none is signed out at once and sets it up at the next sign-in. API tokens are not affected.",
  "two.without": { one: "{n} person has none yet.", other: "{n} people have none yet." },
  "two.everybody": "Everybody has it already.",
  "two.has": "two-step sign-in",
  "two.reset": "Reset",
  "two.resetOf": "Reset two-step sign-in: {name}",
  "two.resetSure": "Yes, reset",
  "two.resetDone": "Reset: {name} signs in by the password, and all earlier sessions are closed.",

  "audit.action.auth.recovery_code": "Used a recovery code",
  "audit.action.auth.recovery_codes": "Made new recovery codes",
  "audit.action.auth.second_factor_off": "Turned two-step sign-in off",
  "audit.action.auth.second_factor_on": "Turned two-step sign-in on",
  "audit.action.auth.second_step_refused": "Right password, wrong code",
  "audit.action.people.reset_second_factor": "Reset two-step sign-in",
  "audit.action.workspace.second_factor_off": "No longer asks everybody for two-step sign-in",
  "audit.action.workspace.second_factor_on": "Asks everybody for two-step sign-in",
} as const;
