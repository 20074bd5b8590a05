// What the check of a network says in German. It knows no event, so it calls nobody Sie or du.
export default {
  "check.title": "Verbindung prüfen",
  "check.wait": "Einen Moment, drei Wege werden versucht …",
  "check.again": "Noch einmal prüfen",

  "line.reach": "Server",
  "line.socket": "Direkte Leitung",
  "line.events": "Ersatzweg",

  "outcome.waiting": "wird geprüft",
  "outcome.reached": "erreichbar",
  "outcome.unreachable": "nicht erreichbar",
  "outcome.portal": "dieses WLAN antwortet selbst",
  "outcome.open": "frei",
  "outcome.blocked": "gesperrt",
  "outcome.none": "keine Verbindung",

  "verdict.good": "Alles in Ordnung",
  "todo.good": "Von hier aus kann man teilnehmen. Es ist nichts zu tun.",
  "it.good": "HTTP, Web-Sockets und Server-Sent Events zu {address} kommen durch.",

  "verdict.socket_only": "Teilnehmen geht",
  "todo.socket_only": "Die direkte Leitung ist frei. Der Ersatzweg wird nicht gebraucht.",
  "it.socket_only":
    "Server-Sent Events (text/event-stream) von {address} kommen nicht oder nur gesammelt an. Ein Proxy sollte sie ungepuffert durchreichen.",

  "verdict.events_only": "Teilnehmen geht",
  "todo.events_only":
    "Dieses Netz sperrt die direkte Leitung. Der Ersatzweg ist frei und wird von selbst genommen.",
  "it.events_only":
    "Web-Sockets zu {address} werden unterbunden. Mit durchgelassenem „Upgrade: websocket“ (RFC 6455) geht es etwas schneller.",

  "verdict.no_line": "Von hier geht es nicht",
  "todo.no_line": "Seiten kommen an, laufende Verbindungen nicht. Mobile Daten oder ein anderes WLAN helfen.",
  "it.no_line":
    "Zu {address} bitte Web-Sockets („Upgrade: websocket“) durchlassen oder Antworten vom Typ text/event-stream nicht puffern.",

  "verdict.portal": "Dieses WLAN verlangt noch eine Anmeldung",
  "todo.portal":
    "Bitte im Browser eine andere Seite öffnen, sich dort beim WLAN anmelden und dann noch einmal prüfen.",
  "it.portal":
    "Anfragen an {address} beantwortet die Anmeldeseite des WLANs. Eine Ausnahme für diese Adresse erspart allen die Anmeldung.",

  "verdict.unreachable": "Der Server ist von hier nicht zu erreichen",
  "todo.unreachable":
    "Bitte prüfen, ob dieses Gerät im WLAN der Veranstaltung ist und keine VPN-Verbindung stört.",
  "it.unreachable":
    "Läuft der Server unter {address}? Wenn ja: Client Isolation oder eine Firewall trennt Geräte in diesem WLAN vom Server.",

  "it.title": "Für die IT des Hauses",
}
