package server

import (
	"github.com/gofiber/fiber/v2"

	"masswerk/server/sheet"
	"masswerk/store"
)

// planFormat is one way to write measures down.
type planFormat struct {
	extension, kind string
	write           func(sheet.Plan) ([]byte, error)
}

const workbookKind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

var (
	planXLSX = planFormat{".xlsx", workbookKind, sheet.XLSX}
	planCSV  = planFormat{".csv", "text/csv; charset=utf-8", sheet.CSV}
	planJSON = planFormat{".json", fiber.MIMEApplicationJSON, sheet.JSON}
)

// exportMeasures handles GET /staff/api/measures.xlsx, .csv and .json: the measures that the filter
// leaves, as far as whoever asks may see them.
func (s *Server) exportMeasures(format planFormat) fiber.Handler {
	return func(c *fiber.Ctx) error {
		filter, err := s.measureFilter(c)
		if err != nil {
			return err
		}
		measures, err := s.measuresInSight(c, filter)
		if err != nil {
			return err
		}
		plan, err := s.planOf(c.UserContext(), measures)
		if err != nil {
			return err
		}
		if plan.Others, err = s.measuresInSight(c, store.MeasureFilter{}); err != nil {
			return err
		}
		content, err := s.writeSheet(func() ([]byte, error) { return format.write(plan) })
		if err != nil {
			return err
		}
		if err := s.audit(c, account(c).ID, "ExportMeasures", "", joined([]int{len(measures)})); err != nil {
			return err
		}
		return sendFile(c, format.kind, "masswerk-massnahmen-"+s.today()+format.extension, content)
	}
}

// writeSheet writes a table while no other is read or written.
func (s *Server) writeSheet(write func() ([]byte, error)) ([]byte, error) {
	s.sheets.Lock()
	defer s.sheets.Unlock()
	return write()
}

func sendFile(c *fiber.Ctx, kind, name string, content []byte) error {
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Send(content)
}
