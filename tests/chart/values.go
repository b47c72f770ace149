package main

import (
	"fmt"
	"os"
)

// composeValues lays values files and overrides over the chart's own values; a null takes a key away.
func composeValues(chart *chart, parsed arguments) (map[string]interface{}, error) {
	given := map[string]interface{}{}
	for _, path := range parsed.values {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		file, err := parseMap(text)
		if err != nil {
			return nil, fmt.Errorf("failed to parse %s: %w", path, err)
		}
		given = merge(given, file)
	}

	for _, kind := range []string{"--set", "--set-string", "--set-file"} {
		for _, one := range parsed.overrides {
			if one.kind != kind {
				continue
			}
			if err := assign(given, one); err != nil {
				return nil, fmt.Errorf("failed parsing %s data: %w", kind, err)
			}
		}
	}

	return withoutNulls(merge(chart.values, given)), nil
}

// merge is the lower map with the upper one over it; maps are merged, everything else is replaced. Neither argument changes.
func merge(lower, upper map[string]interface{}) map[string]interface{} {
	merged := map[string]interface{}{}
	for key, value := range lower {
		merged[key] = value
	}
	for key, value := range upper {
		below, isMap := merged[key].(map[string]interface{})
		above, isAlso := value.(map[string]interface{})
		if isMap && isAlso {
			merged[key] = merge(below, above)
		} else {
			merged[key] = value
		}
	}
	return merged
}

func withoutNulls(values map[string]interface{}) map[string]interface{} {
	kept := map[string]interface{}{}
	for key, value := range values {
		if mapping, ok := value.(map[string]interface{}); ok {
			kept[key] = withoutNulls(mapping)
		} else if value != nil {
			kept[key] = value
		}
	}
	return kept
}
