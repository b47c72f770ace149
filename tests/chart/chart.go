package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// chart is a directory as Helm loads it.
type chart struct {
	// Metadata is Chart.yaml, keys as the templates see them (.Chart.Name, .Chart.AppVersion).
	metadata map[string]interface{}
	values   map[string]interface{}
	schema   []byte
	// templates are the texts below templates/, by path within the chart.
	templates map[string]string
	// files is everything else, for .Files.
	files files
}

func loadChart(root string) (*chart, error) {
	loaded := &chart{templates: map[string]string{}, files: files{}}
	raw := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		raw[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		return nil, err
	}

	for name, content := range raw {
		switch {
		case name == "Chart.yaml" || name == "values.yaml" || name == "values.schema.json" || name == ".helmignore":
		case strings.HasPrefix(name, "templates/"):
			loaded.templates[name] = string(content)
		case strings.HasPrefix(name, "ci/"):
			// .helmignore leaves these out of a package.
		default:
			loaded.files[name] = content
		}
	}

	metadata, err := parseMap(raw["Chart.yaml"])
	if err != nil {
		return nil, fmt.Errorf("Chart.yaml: %w", err)
	}
	for _, key := range []string{"apiVersion", "name", "version"} {
		if text, _ := metadata[key].(string); text == "" {
			return nil, fmt.Errorf("Chart.yaml: %s is missing or no text", key)
		}
	}
	loaded.metadata = map[string]interface{}{}
	for key, value := range metadata {
		loaded.metadata[exported(key)] = value
	}
	loaded.metadata["IsRoot"] = true

	if loaded.values, err = parseMap(raw["values.yaml"]); err != nil {
		return nil, fmt.Errorf("values.yaml: %w", err)
	}
	loaded.schema = raw["values.schema.json"]
	return loaded, nil
}

// exported is a key of Chart.yaml as the Go field that templates name: appVersion is .Chart.AppVersion, apiVersion .Chart.APIVersion.
func exported(key string) string {
	if key == "apiVersion" {
		return "APIVersion"
	}
	return strings.ToUpper(key[:1]) + key[1:]
}
