// What stands around every page: where one is, where one can go, who is signed in.
import { post } from "../shared/api.js"
import { language, t } from "../shared/text.js"
import { Button } from "../shared/ui.js"
import { h, html, useEffect } from "../vendor/preact.js"
import { me, rights, useAction } from "./load.js"
import { go, Link } from "./place.js"
import { pathTo, sectionOf, sectionsFor } from "./routes.js"
import { choose } from "./tongue.js"

/** @import { ComponentChildren } from "../vendor/preact.js" */
/** @import { Account } from "./types.js" */

/** @param {{ view: string, account: Account, children: ComponentChildren }} props */
export function Frame({ view, account, children }) {
  const leaving = useAction()
  const other = language() === "en" ? "de" : "en"
  const signOut = () =>
    leaving.run(async () => {
      await post("/staff/api/logout")
      me.value = { account: null }
      go(pathTo("start"))
    })
  return html`
    <a class="skip kern-link" href="#content">${t("frame.skip")}</a>
    <header class="bar no-print">
      <p class="bar__name">${t("frame.name")}</p>
      <nav class="bar__nav" aria-label=${t("frame.nav")}>
        ${sectionsFor(rights()).map((section) =>
          h(Link, {
            key: section,
            to: pathTo(section),
            class: "bar__link",
            current: sectionOf(view) === section,
            children: t(`nav.${section}`),
          }),
        )}
      </nav>
      <div class="bar__end">
        <button type="button" class="bar__tongue" lang=${other} onClick=${() => choose(other)}>${t("frame.other_language")}</button>
        <span class="bar__account">${account.name}</span>
        ${h(Button, { kind: "tertiary", busy: leaving.busy, onClick: signOut, children: t("frame.sign_out") })}
      </div>
    </header>
    <main class="page" id="content" tabindex="-1">${children}</main>`
}

/**
 * A page's heading, with the way up above it and what can be done beside it.
 * @param {{ title: string, up?: { to: string, label: string }, actions?: ComponentChildren, children?: ComponentChildren }} props
 */
export function Head({ title, up, actions, children }) {
  useEffect(() => {
    document.title = `${title} · Maßwerk`
  }, [title])
  return html`<header class="head">
    ${up && html`<p class="head__up">${h(Link, { to: up.to, children: html`‹ ${up.label}` })}</p>`}
    <div class="head__line">
      <h1>${title}</h1>
      ${actions && html`<div class="actions no-print">${actions}</div>`}
    </div>
    ${children}
  </header>`
}

/** An address nobody lives at. */
export function Unknown() {
  return html`${h(Head, { title: t("unknown.title") })}<p>${t("unknown.text")} ${h(Link, { to: pathTo("start"), children: t("unknown.start") })}</p>`
}
