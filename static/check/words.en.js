// What the check of a network says in English.
export default {
  "check.title": "Check the connection",
  "check.wait": "One moment, trying three ways …",
  "check.again": "Check again",

  "line.reach": "Server",
  "line.socket": "Direct line",
  "line.events": "Fallback",

  "outcome.waiting": "being checked",
  "outcome.reached": "reachable",
  "outcome.unreachable": "not reachable",
  "outcome.portal": "this Wi-Fi answers in its place",
  "outcome.open": "open",
  "outcome.blocked": "blocked",
  "outcome.none": "no connection",

  "verdict.good": "All is well",
  "todo.good": "You can take part from here. There is nothing to do.",
  "it.good": "HTTP, web sockets and server-sent events to {address} get through.",

  "verdict.socket_only": "You can take part",
  "todo.socket_only": "The direct line is open. The fallback is not needed.",
  "it.socket_only":
    "Server-sent events (text/event-stream) from {address} do not arrive, or only in bulk. A proxy should pass them on unbuffered.",

  "verdict.events_only": "You can take part",
  "todo.events_only": "This network blocks the direct line. The fallback is open and is used by itself.",
  "it.events_only":
    "Web sockets to {address} are stopped. Letting “Upgrade: websocket” (RFC 6455) through makes it a little faster.",

  "verdict.no_line": "It does not work from here",
  "todo.no_line": "Pages arrive, lasting connections do not. Mobile data or another Wi-Fi helps.",
  "it.no_line":
    "Please let web sockets (“Upgrade: websocket”) to {address} through, or do not buffer answers of type text/event-stream.",

  "verdict.portal": "This Wi-Fi wants you to sign in first",
  "todo.portal": "Please open another page in your browser, sign in to the Wi-Fi there, then check again.",
  "it.portal":
    "The Wi-Fi's sign-in page answers requests to {address}. An exception for this address spares everybody the sign-in.",

  "verdict.unreachable": "The server cannot be reached from here",
  "todo.unreachable": "Please check that this device is in the event's Wi-Fi and that no VPN is in the way.",
  "it.unreachable":
    "Is the server running at {address}? If so, client isolation or a firewall separates devices in this Wi-Fi from it.",

  "it.title": "For the venue's IT",
}
