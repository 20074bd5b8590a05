// Common words in German: errors, glossary, what shared components say.
export default {
  "error.invalid": "Diese Eingabe passt so nicht. Bitte prüfen Sie die Angaben.",
  "error.invalid~du": "Diese Eingabe passt so nicht. Bitte prüfe die Angaben.",
  "error.unknown_type": "Diese Seite ist älter als der Server. Bitte laden Sie sie neu.",
  "error.unknown_type~du": "Diese Seite ist älter als der Server. Bitte lade sie neu.",
  "error.forbidden": "Das ist mit diesem Zugang nicht möglich.",
  "error.not_found": "Das gibt es hier nicht oder nicht mehr.",
  "error.changed_since": "Das hat sich inzwischen geändert. Es gilt der Stand, den Sie jetzt sehen.",
  "error.changed_since~du": "Das hat sich inzwischen geändert. Es gilt der Stand, den du jetzt siehst.",
  "error.reused_id":
    "Diese Eingabe kam schon einmal mit anderem Inhalt an. Bitte versuchen Sie es noch einmal.",
  "error.reused_id~du":
    "Diese Eingabe kam schon einmal mit anderem Inhalt an. Bitte versuche es noch einmal.",
  "error.too_many": "Das waren sehr viele Versuche. Bitte warten Sie einen Moment.",
  "error.too_many~du": "Das waren sehr viele Versuche. Bitte warte einen Moment.",
  "error.busy": "Der Server ist gerade ausgelastet. Es geht gleich weiter.",
  "error.stopping": "Der Server startet neu. Es geht gleich weiter.",
  "error.storage": "Der Server kann gerade nichts speichern. Es geht weiter, sobald das behoben ist.",
  "error.storage_full":
    "Der Speicher des Servers ist voll, gerade kann nichts gespeichert werden. Was Sie geschrieben haben, bleibt auf diesem Gerät.",
  "error.storage_full~du":
    "Der Speicher des Servers ist voll, gerade kann nichts gespeichert werden. Was du geschrieben hast, bleibt auf diesem Gerät.",
  "error.internal": "Da ist auf dem Server etwas schiefgegangen. Bitte versuchen Sie es noch einmal.",
  "error.internal~du": "Da ist auf dem Server etwas schiefgegangen. Bitte versuche es noch einmal.",
  "error.unknown_code":
    "Zu diesem Code gibt es keine Veranstaltung. Bitte vergleichen Sie ihn mit der Leinwand.",
  "error.unknown_code~du":
    "Zu diesem Code gibt es keine Veranstaltung. Bitte vergleiche ihn mit der Leinwand.",
  "error.event_closed": "Diese Veranstaltung nimmt niemanden mehr auf.",
  "error.collecting_is_over": "Das Sammeln ist beendet. Ihr Text bleibt auf diesem Gerät.",
  "error.collecting_is_over~du": "Das Sammeln ist beendet. Dein Text bleibt auf diesem Gerät.",
  "error.text_empty": "Hier steht noch nichts. Bitte schreiben Sie einen Satz.",
  "error.text_empty~du": "Hier steht noch nichts. Bitte schreib einen Satz.",
  "error.text_too_long":
    "Das sind mehr als 10.000 Zeichen. Bitte kürzen Sie den Text oder teilen Sie ihn auf.",
  "error.text_too_long~du": "Das sind mehr als 10.000 Zeichen. Bitte kürze den Text oder teile ihn auf.",
  "error.text_invalid": "Der Text enthält Zeichen, die wir nicht lesen können.",
  "error.idea_withdrawn": "Diese Idee wurde zurückgezogen.",
  "error.merge_cycle": "Diese Ideen sind schon zusammengelegt.",
  "error.round_is_open": "Das geht erst, wenn die Abstimmung geschlossen ist.",
  "error.field_not_empty": "In diesem Themenfeld liegen noch Ideen.",
  "error.round_closed": "Die Abstimmung ist geschlossen.",
  "error.no_votes_left": "Alle Stimmen sind vergeben. Nehmen Sie zuerst eine zurück.",
  "error.no_votes_left~du": "Alle Stimmen sind vergeben. Nimm zuerst eine zurück.",
  "error.cap_reached": "Mehr Stimmen kann eine Idee von einem Gerät nicht bekommen.",
  "error.stale_counter":
    "Auf diesem Gerät wurde an anderer Stelle weiter abgestimmt. Es gilt der Stand, den Sie jetzt sehen.",
  "error.stale_counter~du":
    "Auf diesem Gerät wurde an anderer Stelle weiter abgestimmt. Es gilt der Stand, den du jetzt siehst.",
  "error.nothing_to_vote": "Es gibt noch nichts, worüber abgestimmt werden kann.",
  "error.link_invalid": "Dieser Link gilt nicht oder nicht mehr.",
  "error.pairing_code_unknown": "Diesen Kopplungscode gibt es nicht. Er gilt zehn Minuten.",
  "error.login_needed": "Bitte melden Sie sich an.",
  "error.login_needed~du": "Bitte melde dich an.",
  "error.wrong_login": "Anmeldename oder Passwort stimmen nicht.",
  "error.login_taken": "Diesen Anmeldenamen gibt es schon.",
  "error.setup_link": "Dieser Link zur Einrichtung wurde schon benutzt oder gilt nicht.",
  "error.already_promoted": "Ein Teil davon gehört schon zu einem anderen Maßnahmenvorschlag.",
  "error.version": "Das wurde inzwischen von anderer Seite geändert. Ihr Text bleibt hier stehen.",
  "error.version~du": "Das wurde inzwischen von anderer Seite geändert. Dein Text bleibt hier stehen.",
  "error.password_short": "Das Passwort ist zu kurz. Es braucht mindestens 12 Zeichen.",
  "error.offline": "Der Server ist gerade nicht erreichbar. Nichts ist verloren.",
  "error.portal":
    "Dieses WLAN verlangt noch eine Anmeldung im Browser. Danach geht es hier weiter. Nichts ist verloren.",

  "kind.idea": "Das könnten wir tun",
  "kind.expectation": "Das brauche ich",

  "phase.lobby": "Ankommen",
  "phase.collect": "Sammeln",
  "phase.cluster": "Ordnen",
  "phase.vote": "Abstimmen",
  "phase.discuss": "Besprechen",
  "phase.results": "Ergebnisse",

  "state.held": "wartet auf Freigabe",
  "state.shown": "sichtbar",
  "state.returned": "zurückgegeben",
  "state.hidden": "ausgeblendet",
  "state.withdrawn": "zurückgezogen",

  "outcome.promoted": "Als Maßnahmenvorschlag übernommen",
  "outcome.goal": "In ein Ziel oder eine Leitlinie aufgenommen",
  "outcome.parked": "Zurückgestellt",
  "outcome.in_progress": "Wird bereits umgesetzt",
  "outcome.not_competent": "Liegt nicht in unserer Zuständigkeit",
  "outcome.declined": "Nicht übernommen",

  "publication.internal": "nur innerhalb der Verwaltung",
  "publication.committee": "innerhalb der Verwaltung und in den Ausschüssen des Rates",
  "publication.public": "öffentlich",

  "connection.reconnecting": "Verbindung wird wiederhergestellt …",
  "connection.portal":
    "Dieses WLAN verlangt noch eine Anmeldung. Danach geht es hier von selbst weiter. Nichts ist verloren.",
  "connection.portal.open": "Zur Anmeldung",
  "connection.moved":
    "Diese Seite ist auf diesem Gerät mehrfach offen und macht hier Pause. Nach einem Tippen geht es weiter.",
  "connection.offline": "Keine Verbindung zum Server. Sobald es geht, verbindet sich diese Seite von selbst.",

  "field.none": "Noch ohne Themenfeld",
  "idea.number": "Nummer",
  "turnout.one": "{voters} von {count} Gerät hat abgestimmt",
  "turnout.other": "{voters} von {count} Geräten haben abgestimmt",
  "bars.rank": "Rang",
  "bars.points.one": "Stimme",
  "bars.points.other": "Stimmen",
  "bars.voters.one": "von {count} Gerät",
  "bars.voters.other": "von {count} Geräten",
  "bars.mine.one": "{count} Stimme von Ihnen",
  "bars.mine.one~du": "{count} Stimme von dir",
  "bars.mine.other": "{count} Stimmen von Ihnen",
  "bars.mine.other~du": "{count} Stimmen von dir",

  "ui.close": "Schließen",
  "ui.undo": "Rückgängig",
}
