package main

import (
	"encoding/json"
	"fmt"
	"strings"

	yaml "gopkg.in/yaml.v2"
)

// parse reads YAML as Helm does: through JSON, so every number is a float64 and every key a text. A key that stands twice is an error.
func parse(text []byte) (interface{}, error) {
	var value interface{}
	if err := yaml.UnmarshalStrict(text, &value); err != nil {
		return nil, err
	}
	plain, err := plainOf(value)
	if err != nil {
		return nil, err
	}
	encoded, err := json.Marshal(plain)
	if err != nil {
		return nil, err
	}
	var decoded interface{}
	return decoded, json.Unmarshal(encoded, &decoded)
}

func parseMap(text []byte) (map[string]interface{}, error) {
	value, err := parse(text)
	if err != nil || value == nil {
		return map[string]interface{}{}, err
	}
	mapping, ok := value.(map[string]interface{})
	if !ok {
		return nil, fmt.Errorf("is no mapping")
	}
	return mapping, nil
}

func plainOf(value interface{}) (interface{}, error) {
	switch typed := value.(type) {
	case map[interface{}]interface{}:
		plain := map[string]interface{}{}
		for key, item := range typed {
			text, ok := key.(string)
			if !ok {
				text = fmt.Sprint(key)
			}
			converted, err := plainOf(item)
			if err != nil {
				return nil, err
			}
			plain[text] = converted
		}
		return plain, nil
	case []interface{}:
		plain := make([]interface{}, len(typed))
		for index, item := range typed {
			converted, err := plainOf(item)
			if err != nil {
				return nil, err
			}
			plain[index] = converted
		}
		return plain, nil
	default:
		return value, nil
	}
}

// toYaml writes as Helm's function does: keys sorted, lists not indented, no newline at the end, whole numbers without a point.
func toYaml(value interface{}) (string, error) {
	encoded, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	// Read back by the YAML reader, which keeps whole numbers whole.
	var plain interface{}
	if err := yaml.Unmarshal(encoded, &plain); err != nil {
		return "", err
	}
	text, err := yaml.Marshal(plain)
	return strings.TrimSuffix(string(text), "\n"), err
}
