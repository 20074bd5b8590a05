// Types of sortable.js.
type Event = { item: HTMLElement; from: HTMLElement; to: HTMLElement; oldIndex?: number; newIndex?: number }
export default class Sortable {
  static create(list: HTMLElement, options?: Record<string, unknown>): Sortable
  constructor(list: HTMLElement, options?: Record<string, unknown>)
  option(name: string, value?: unknown): unknown
  destroy(): void
}
export type SortableEvent = Event
