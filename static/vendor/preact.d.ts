// Types of preact.js.
export { Fragment, h, render } from "preact"
export { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
export { batch, computed, effect, signal, useComputed, useSignal } from "@preact/signals"
export type { ComponentChildren, ComponentType, JSX, VNode } from "preact"
export type { ReadonlySignal, Signal } from "@preact/signals"
export const html: (strings: TemplateStringsArray, ...values: unknown[]) => import("preact").VNode
