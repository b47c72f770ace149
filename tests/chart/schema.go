package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/xeipuuv/gojsonschema"
)

// checkSchema validates with the library Helm uses, in Helm's words.
func checkSchema(chart *chart, values map[string]interface{}) error {
	if chart.schema == nil {
		return nil
	}
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(chart.schema), gojsonschema.NewGoLoader(values))
	if err != nil {
		return fmt.Errorf("values.schema.json: %w", err)
	}
	if result.Valid() {
		return nil
	}

	var lines []string
	for _, problem := range result.Errors() {
		lines = append(lines, fmt.Sprintf("- %s", problem))
	}
	sort.Strings(lines)
	return errors.New("values don't meet the specifications of the schema(s) in the following chart(s):\n" +
		chart.metadata["Name"].(string) + ":\n" + strings.Join(lines, "\n"))
}
