// What all pages of the plan say, in German; phones and projectors never need it.
export default {
  "error.account_disabled": "Dieses Konto ist gesperrt. Die Administration kann es wieder öffnen.",
  "error.last_administrator":
    "Ein Konto muss die Administration behalten. Zuerst ein anderes Konto dazu machen, dann ist das hier möglich.",
  "error.oidc_again":
    "Die Anmeldung wurde unterbrochen oder hat zu lange gedauert. Bitte noch einmal beginnen.",
  "error.oidc_no_role":
    "Das Dienstkonto gehört zu keiner Gruppe, die hier eine Rolle hat. Die Administration kennt die passende Gruppe.",
  "error.oidc_refused": "Der Anmeldedienst hat die Anmeldung nicht bestätigt.",
  "error.oidc_unavailable":
    "Der Anmeldedienst antwortet nicht. Bitte später noch einmal versuchen oder mit einem Konto dieses Programms anmelden.",
  "error.old_password": "Das bisherige Passwort stimmt nicht.",
  "error.signs_in_elsewhere":
    "Dieses Konto meldet sich über den Anmeldedienst an. Name, Rollen und Passwort werden dort geführt.",
  "error.round_not_open": "Diese Bewertungsrunde ist nicht offen.",
  "error.scores_missing": "Es fehlt noch eine Note.",
  "error.assessors_lack":
    "Eine Maßnahme hat noch weniger als zwei Bewertungen. Bis dahin bleibt die Runde offen.",
  "error.criteria_weight": "Mindestens ein Kriterium braucht ein Gewicht über 0.",
  "error.frozen": "Die Runde ist geöffnet. Kriterien, Gewichte und Maßnahmen stehen fest.",
  "error.gate":
    "Bei einer Maßnahme ist die Vorprüfung noch offen: Zuständigkeit, Rechtmäßigkeit, schon erledigt.",
  "error.joined_already": "Einer dieser Beiträge geht schon mit einem anderen weiter.",
  "error.reason_needed": "Hier gehört eine Begründung dazu.",
  "error.views_full": "Mehr Ansichten lassen sich nicht speichern. Entfernen Sie zuerst eine.",
  "error.transition": "Diesen Schritt gibt es von hier aus nicht.",
  "error.number_taken": "Diese Nummer trägt schon eine andere Maßnahme.",
  "error.link_ended":
    "Dieser Link gilt nicht mehr. Die Stelle, die ihn verschickt hat, kann einen neuen schicken.",
  "error.accepted": "Dieser Sachstand ist angenommen und wird nicht mehr geändert.",
  "error.not_submitted": "Dieser Sachstand ist noch nicht abgesendet.",
  "error.sheet_unreadable":
    "Diese Datei lässt sich nicht lesen. Erwartet wird eine Excel-Datei (.xlsx) oder eine CSV-Datei.",
  "error.sheet_too_large": "Diese Datei ist zu groß. Möglich sind 10 MB, 5.000 Zeilen und 200 Spalten.",
  "error.sheet_unknown": "Dieses Tabellenblatt gibt es in der Datei nicht.",
  "error.sheet_no_head": "Es wurde keine Zeile mit Überschriften gefunden.",
}
