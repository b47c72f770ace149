package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// The grammar of --set: assignment *("," assignment); assignment is path "=" value; a path is names with "." between them and "[n]"
// behind them; a value is a text or "{" text *("," text) "}". A backslash takes the meaning from the character that follows.

// assign applies one --set, --set-string or --set-file to the values.
func assign(values map[string]interface{}, one override) error {
	for _, assignment := range split(one.text, ',', one.kind != "--set-file") {
		path, text, found := cut(assignment, '=')
		if !found {
			return fmt.Errorf("key %q has no value", assignment)
		}

		var value interface{}
		switch {
		case one.kind == "--set-file":
			content, err := os.ReadFile(text)
			if err != nil {
				return err
			}
			value = string(content)
		case strings.HasPrefix(text, "{") && strings.HasSuffix(text, "}"):
			list := []interface{}{}
			if inner := text[1 : len(text)-1]; inner != "" {
				for _, item := range split(inner, ',', false) {
					list = append(list, typed(unescape(item), one.kind))
				}
			}
			value = list
		default:
			value = typed(unescape(text), one.kind)
		}

		if err := put(values, split(path, '.', false), value); err != nil {
			return err
		}
	}
	return nil
}

// typed is what an unquoted text means: --set knows true, false, null and whole numbers.
func typed(text, kind string) interface{} {
	if kind != "--set" {
		return text
	}
	switch text {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	if number, err := strconv.ParseInt(text, 10, 64); err == nil && (text == "0" || text[0] != '0') {
		return number
	}
	return text
}

func put(values map[string]interface{}, path []string, value interface{}) error {
	for at, step := range path {
		name, index, indexed, err := indexOf(unescape(step))
		if err != nil {
			return err
		}
		last := at == len(path)-1
		if !indexed {
			if last {
				values[name] = value
				return nil
			}
			next, ok := values[name].(map[string]interface{})
			if !ok {
				next = map[string]interface{}{}
				values[name] = next
			}
			values = next
			continue
		}

		list, _ := values[name].([]interface{})
		for len(list) <= index {
			list = append(list, nil)
		}
		values[name] = list
		if last {
			list[index] = value
			return nil
		}
		next, ok := list[index].(map[string]interface{})
		if !ok {
			next = map[string]interface{}{}
			list[index] = next
		}
		values = next
	}
	return nil
}

func indexOf(step string) (name string, index int, indexed bool, err error) {
	open := strings.IndexByte(step, '[')
	if open < 0 || !strings.HasSuffix(step, "]") {
		return step, 0, false, nil
	}
	index, err = strconv.Atoi(step[open+1 : len(step)-1])
	if err != nil || index < 0 || index > 65536 {
		return "", 0, false, fmt.Errorf("%q is no index", step)
	}
	return step[:open], index, true, nil
}

// split cuts at every separator that no backslash precedes, and that stands in no braces when these count.
func split(text string, separator byte, braces bool) []string {
	var parts []string
	start, depth := 0, 0
	for at := 0; at < len(text); at++ {
		switch {
		case text[at] == '\\':
			at++
		case braces && text[at] == '{':
			depth++
		case braces && text[at] == '}' && depth > 0:
			depth--
		case text[at] == separator && depth == 0:
			parts = append(parts, text[start:at])
			start = at + 1
		}
	}
	return append(parts, text[start:])
}

func cut(text string, separator byte) (before, after string, found bool) {
	parts := split(text, separator, false)
	if len(parts) < 2 {
		return text, "", false
	}
	return parts[0], text[len(parts[0])+1:], true
}

func unescape(text string) string {
	var plain strings.Builder
	for at := 0; at < len(text); at++ {
		if text[at] == '\\' && at+1 < len(text) {
			at++
		}
		plain.WriteByte(text[at])
	}
	return plain.String()
}
