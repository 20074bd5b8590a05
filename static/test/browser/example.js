// What a department might say about its digital workplace: the project's own words, for pictures
// and tests. Nobody said them; the real contributions of real people stay where they are.

/** The event they are said at. */
export const workshop = {
  title: "Innovationswerkstatt Digitales Arbeiten",
  session: "Unser Arbeitsplatz im Jahr 2030",
  prompt: "Was würde Ihren Arbeitsalltag spürbar leichter machen?",
  welcome: "Schön, dass Sie da sind. Wir sammeln zuerst, ordnen dann gemeinsam und stimmen am Ende ab.",
}

/** @typedef {{ kind: "idea"|"expectation", field: string, text: string }} Contribution */

/** Topic fields in the order of the board, with their colours. */
export const fields = [
  { title: "Digitale Akte und Ablage", color: 0 },
  { title: "Mobiles Arbeiten", color: 2 },
  { title: "Online-Dienste", color: 4 },
  { title: "Qualifizierung", color: 6 },
  { title: "Zusammenarbeit", color: 8 },
  { title: "Technik und Räume", color: 10 },
]

/** @type {Record<string, { idea: string[], expectation: string[] }>} */
const said = {
  "Digitale Akte und Ablage": {
    idea: [
      "Eingangspost zentral scannen und am selben Tag digital an die Sachgebiete verteilen.",
      "Eine gemeinsame Ablagestruktur für alle Ämter, mit festen Namen für Ordner und Dateien.",
      "Mitzeichnung nur noch in der E-Akte, ohne Umlaufmappe nebenher.",
      "Altakten beim Umzug ins neue Rathaus gleich mit digitalisieren.",
      "Vorlagen für Bescheide an einer Stelle pflegen, damit nicht jedes Amt eine eigene Fassung hat.",
      "Rechnungen vom Eingang bis zur Zahlung elektronisch durchlaufen lassen.",
      "Aufbewahrungsfristen in der E-Akte hinterlegen, dann löscht sich Altes nach Plan.",
    ],
    expectation: [
      "Ich brauche eine Suche, die in allen Fachverfahren gleichzeitig sucht.",
      "Ich möchte nicht dieselbe Adresse in drei Programme eintippen.",
      "Eine Akte soll vollständig sein, wenn ich sie öffne, auch wenn andere daran arbeiten.",
      "Ich will wissen, welche Fassung eines Dokuments gilt.",
    ],
  },
  "Mobiles Arbeiten": {
    idea: [
      "Außendienst mit Tablets ausstatten, die auch ohne Netz funktionieren und später abgleichen.",
      "Telefonie über den Rechner, damit die Durchwahl auch zu Hause klingelt.",
      "Arbeitsplätze in Stadtteilbüros, die man tageweise buchen kann.",
      "Ein Poolfahrzeug und ein Laptop über denselben Kalender reservieren.",
      "Bauabnahmen direkt vor Ort mit Foto und Sprachnotiz protokollieren.",
      "Klare Teamabsprachen, an welchen Tagen alle im Haus sind.",
    ],
    expectation: [
      "Ich brauche zu Hause denselben Zugriff wie im Büro, auch auf das Fachverfahren.",
      "Die Anmeldung von unterwegs darf nicht länger dauern als der Anruf danach.",
      "Mobiles Arbeiten soll auch in Teilzeit und mit Schichtdienst möglich sein.",
      "Wer im Bürgerbüro sitzt, soll nicht schlechter gestellt sein.",
    ],
  },
  "Online-Dienste": {
    idea: [
      "Termine im Bürgerbüro online buchen, verschieben und absagen.",
      "Den Stand eines Antrags online anzeigen, dann rufen weniger Leute an.",
      "Anwohnerparkausweis vollständig digital, vom Antrag bis zur Zahlung.",
      "Formulare so kürzen, dass wir nur fragen, was wir nicht schon wissen.",
      "Häufige Fragen in einfacher Sprache beantworten und jede Woche aktualisieren.",
      "Kitaplatz, Ummeldung und Hundesteuer in einem Vorgang für Zugezogene.",
      "Bescheide auf Wunsch ins elektronische Postfach statt auf Papier.",
      "Einmal im Jahr mit echten Nutzerinnen und Nutzern unsere fünf wichtigsten Dienste testen.",
    ],
    expectation: [
      "Online-Anträge müssen ohne Abtippen im Fachverfahren ankommen.",
      "Es muss weiterhin einen Weg für Menschen ohne Smartphone geben.",
      "Ich brauche bei neuen Diensten Zeit, bevor sie freigeschaltet werden.",
    ],
  },
  Qualifizierung: {
    idea: [
      "In jedem Amt zwei Ansprechpersonen für Digitales, mit eigenem Zeitanteil.",
      "Kurze Lernvideos von Kolleginnen und Kollegen statt ganztägiger Schulungen.",
      "Ein Testsystem, in dem man gefahrlos üben kann.",
      "Tandems: Auszubildende zeigen Programme, Erfahrene erklären Verfahren.",
      "Eine offene Sprechstunde der IT, jeden Dienstag in der Kantine.",
      "Schulung vor der Einführung, nicht drei Monate danach.",
    ],
    expectation: [
      "Ich brauche Zeit zum Lernen, die im Dienstplan steht.",
      "Fragen stellen darf nicht peinlich sein, auch nach der dritten Schulung.",
      "Führungskräfte sollen die neuen Werkzeuge selbst benutzen.",
    ],
  },
  Zusammenarbeit: {
    idea: [
      "Projekte ämterübergreifend mit einem gemeinsamen Aufgabenbrett führen.",
      "Ein Verzeichnis, in dem steht, wer wofür zuständig ist und wer vertritt.",
      "Besprechungen grundsätzlich mit Tagesordnung und einem Ergebnis auf einer Seite.",
      "Ein Wissensspeicher für die Übergabe, bevor jemand in Rente geht.",
      "Einmal im Monat zeigt ein Amt, was bei ihm gut funktioniert.",
      "Chat für kurze Fragen, E-Mail nur noch für Verbindliches.",
    ],
    expectation: [
      "Ich möchte wissen, was aus unseren Vorschlägen wird.",
      "Entscheidungen sollen dort fallen, wo die Arbeit gemacht wird.",
      "Weniger Verteiler: Ich bekomme am Tag achtzig E-Mails, die mich nicht betreffen.",
      "Neue Programme bitte mit uns auswählen, nicht für uns.",
    ],
  },
  "Technik und Räume": {
    idea: [
      "WLAN in allen Dienstgebäuden, auch im Bauhof und in den Kitas.",
      "Jeder Besprechungsraum mit Kamera, Mikrofon und einem Kabel, das passt.",
      "Ein Kennwort für alles, mit Karte oder Stick statt zwölf Anmeldungen.",
      "Drucker zentral aufstellen und Ausdrucke mit dem Dienstausweis abholen.",
      "Störungen mit drei Klicks melden und sehen, wie weit die IT ist.",
      "Zwei Bildschirme und ein höhenverstellbarer Tisch als Standard.",
    ],
    expectation: [
      "Der Rechner soll morgens in einer Minute arbeitsbereit sein.",
      "Ich brauche ein Diensthandy, mit dem ich auch fotografieren darf.",
      "Software muss mit Vorleseprogramm und Tastatur bedienbar sein.",
    ],
  },
}

/** @returns {Contribution[]} the sayings of all fields in turn, as they would come in */
function shuffled() {
  const queues = fields.map(({ title }) => [
    ...said[title].idea.map((text) => ({ kind: /** @type {const} */ ("idea"), field: title, text })),
    ...said[title].expectation.map((text) => ({
      kind: /** @type {const} */ ("expectation"),
      field: title,
      text,
    })),
  ])
  /** @type {Contribution[]} */
  const all = []
  while (queues.some((queue) => queue.length > 0)) {
    for (const queue of queues) {
      const next = all.length % 4 === 3 ? queue.pop() : queue.shift()
      if (next) all.push(next)
    }
  }
  return all
}

/** @type {Contribution[]} */
export const contributions = shuffled()
