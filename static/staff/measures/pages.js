// The views of the plan's measures, by the names of their addresses.
import { ImportPage } from "./import/import.js"
import { BoardPage, RoadmapPage, TablePage } from "./list.js"
import { NewPage } from "./new.js"
import { MeasurePage } from "./profile.js"

/** @type {Record<string, (props: any) => any>} */
export const MEASURE_VIEWS = {
  measures: TablePage,
  measure_board: BoardPage,
  measure_roadmap: RoadmapPage,
  measure_import: ImportPage,
  measure_new: NewPage,
  measure: MeasurePage,
}
