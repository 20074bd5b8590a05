// Types of idb.js.
export { openDB } from "idb"
export type { IDBPDatabase } from "idb"
