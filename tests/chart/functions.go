package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"text/template"

	"github.com/Masterminds/sprig"
)

const deepest = 1000

// functions is what templates may call: Sprig's without the two that read the environment, and Helm's own.
func functions(root *template.Template) template.FuncMap {
	all := sprig.TxtFuncMap()
	delete(all, "env")
	delete(all, "expandenv")

	all["toYaml"] = func(value interface{}) string {
		text, err := toYaml(value)
		if err != nil {
			return ""
		}
		return text
	}
	all["fromYaml"] = func(text string) map[string]interface{} {
		value, err := parseMap([]byte(text))
		if err != nil {
			return map[string]interface{}{"Error": err.Error()}
		}
		return value
	}
	all["fromYamlArray"] = func(text string) []interface{} {
		value, err := parse([]byte(text))
		if list, ok := value.([]interface{}); ok && err == nil {
			return list
		}
		return []interface{}{fmt.Sprint(err)}
	}
	all["toJson"] = func(value interface{}) string {
		text, _ := json.Marshal(value)
		return string(text)
	}
	all["fromJson"] = func(text string) map[string]interface{} {
		value := map[string]interface{}{}
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			value["Error"] = err.Error()
		}
		return value
	}
	// Without a cluster nothing is ever found, as with `helm template`.
	all["lookup"] = func(string, string, string, string) map[string]interface{} { return map[string]interface{}{} }
	all["required"] = func(message string, value interface{}) (interface{}, error) {
		if text, isText := value.(string); value == nil || isText && text == "" {
			return nil, errors.New(message)
		}
		return value, nil
	}

	depth := 0
	include := func(from *template.Template, name string, data interface{}) (string, error) {
		if depth++; depth > deepest {
			return "", fmt.Errorf("include %q: nested more than %d deep", name, deepest)
		}
		defer func() { depth-- }()
		var text bytes.Buffer
		err := from.ExecuteTemplate(&text, name, data)
		return text.String(), err
	}
	all["include"] = func(name string, data interface{}) (string, error) { return include(root, name, data) }
	all["tpl"] = func(text string, data interface{}) (string, error) {
		clone, err := root.Clone()
		if err != nil {
			return "", err
		}
		clone.Funcs(template.FuncMap{"include": func(name string, data interface{}) (string, error) { return include(clone, name, data) }})
		if _, err := clone.New("tpl").Parse(text); err != nil {
			return "", err
		}
		return include(clone, "tpl", data)
	}
	return all
}
