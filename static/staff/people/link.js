// A link that is shown once, to be handed over.
import { t } from "../../shared/text.js"
import { Button, Dialog } from "../../shared/ui.js"
import { h, html } from "../../vendor/preact.js"
import { CopyField } from "./copyfield.js"

/** @param {{ path: string, name: string, onClose: () => void }} props */
export const LinkDialog = ({ path, name, onClose }) =>
  h(Dialog, {
    title: t("link.title"),
    onClose,
    actions: h(Button, { kind: "primary", onClick: onClose, children: t("link.done") }),
    children: html`<p>${t("link.text", { name })}</p>
      ${h(CopyField, { label: t("link.address"), path, name: "password-link" })}`,
  })
