package main

import (
	"encoding/base64"
	"path"
	"strings"
)

// files is .Files: what lies in the chart beside the templates.
type files map[string][]byte

// Get is the text of a file; empty when there is none.
func (all files) Get(name string) string { return string(all[name]) }

// GetBytes is the content of a file.
func (all files) GetBytes(name string) []byte { return all[name] }

// Glob is the files whose path matches.
func (all files) Glob(pattern string) files {
	matching := files{}
	for name, content := range all {
		if matched, err := path.Match(pattern, name); err == nil && matched {
			matching[name] = content
		}
	}
	return matching
}

// Lines is the lines of a file.
func (all files) Lines(name string) []string {
	return strings.Split(strings.TrimSuffix(string(all[name]), "\n"), "\n")
}

// AsConfig is the files as a ConfigMap's data.
func (all files) AsConfig() (string, error) {
	data := map[string]string{}
	for name, content := range all {
		data[path.Base(name)] = string(content)
	}
	return toYaml(data)
}

// AsSecrets is the files as a Secret's data.
func (all files) AsSecrets() (string, error) {
	data := map[string]string{}
	for name, content := range all {
		data[path.Base(name)] = base64.StdEncoding.EncodeToString(content)
	}
	return toYaml(data)
}
