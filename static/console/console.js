// The whole desk: agenda on the left, the work of the phase in the middle, the room on the right.

import { t } from "../shared/text.js"
import { Button, ConnectionLine, JoinCode } from "../shared/ui.js"
import { h, html } from "../vendor/preact.js"
import { AddIdea } from "./add.js"
import { Agenda } from "./agenda/agenda.js"
import { PhaseDialog } from "./agenda/editor.js"
import { Planner } from "./agenda/planner.js"
import { alarm, blank, line, open, opened, roomOpen, session, state, steps, undo } from "./desk.js"
import { FieldDialog } from "./fields.js"
import { History } from "./history.js"
import { IdeaDialog } from "./idea.js"
import { Invitations } from "./invitations.js"
import { JoinSheet } from "./join.js"
import { Keys } from "./keys.js"
import { ProjectorDialog } from "./pairing.js"
import { PaperDialog } from "./print/cards.js"
import { PrintRoom, printout } from "./print/printing.js"
import { AdmissionDialog } from "./room/admission.js"
import { TablesDialog } from "./room/tables.js"
import { TemplateDialog } from "./room/template.js"
import { Room } from "./room.js"
import { Texts } from "./texts.js"
import { Toast } from "./toast.js"
import { lastDone } from "./undo.js"
import { PaperVotes } from "./votes/paper.js"
import { CloseRound } from "./votes/running.js"
import { Work } from "./work.js"

/** @type {Record<string, (props: any) => any>} */
const DIALOGS = {
  add: AddIdea,
  admission: AdmissionDialog,
  agenda: Planner,
  ballots: PaperVotes,
  field: FieldDialog,
  history: History,
  idea: IdeaDialog,
  invitations: Invitations,
  join: JoinSheet,
  keys: Keys,
  paper: PaperDialog,
  phase: PhaseDialog,
  projector: ProjectorDialog,
  closing: CloseRound,
  tables: TablesDialog,
  template: TemplateDialog,
  texts: Texts,
}

export function Console() {
  if (!state.value.event || !session.value) {
    return html`<main class="door"><p class="door__wait" role="status">${t("door.opening")}</p></main>`
  }
  if (printout.value) return h(PrintRoom, {})
  return html`<div class=${`desk${roomOpen.value ? " desk--room" : ""}`}>
    ${h(Bar, {})}
    ${h(Agenda, {})}
    ${h(Work, {})}
    ${h(Room, {})}
    ${h(Toast, {})}
    ${h(OpenDialog, {})}
  </div>`
}

function Bar() {
  const { event } = state.value
  if (!event) return null
  const dark = Boolean(session.value?.blank)
  return html`<header class="desk__bar">
    <p class="desk__title"><span class="desk__brand">Maßwerk</span> <span>${event.title}</span></p>
    <div class="desk__tools">
      <button type="button" class="code-button" title=${t("join.show")} onClick=${() => open("join")}>
        ${h(JoinCode, { code: event.code })}
      </button>
      ${h(Button, { kind: "tertiary", icon: "keyboard-double-arrow-left", disabled: !lastDone(steps.value), onClick: () => undo(), name: "undo", children: t("undo.do") })}
      ${h(Button, { kind: "tertiary", icon: "question-mark", iconOnly: true, onClick: () => open("keys"), name: "keys", children: t("keys.title") })}
      ${h(Button, {
        kind: "tertiary",
        icon: dark ? "visibility" : "visibility-off",
        iconOnly: true,
        pressed: dark,
        onClick: blank,
        name: "panic",
        children: t(dark ? "wall.show" : "wall.blank"),
      })}
      ${h(Button, { kind: "tertiary", icon: "more-vert", iconOnly: true, expanded: roomOpen.value, onClick: toggleRoom, name: "room", children: t("room.open") })}
    </div>
    ${line.value && h(ConnectionLine, { connection: line.value })}
    <div role="status" class="connection connection--alarm">${alarm.value && html`<p>${t(`alarm.${alarm.value}`)}</p>`}</div>
  </header>`
}

function toggleRoom() {
  roomOpen.value = !roomOpen.value
}

function OpenDialog() {
  if (!opened.value) return null
  const { name, ...about } = opened.value
  return h(DIALOGS[name], { key: `${name}${about.idea || about.field || about.phase || ""}`, ...about })
}
