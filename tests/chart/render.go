package main

import (
	"bytes"
	"fmt"
	"path"
	"sort"
	"strings"
	"text/template"
)

// rendered is what came of a chart.
type rendered struct {
	// Files are the manifests by the path of their template; those without an object are left out.
	Files  map[string]string      `json:"files"`
	Notes  string                 `json:"notes"`
	Values map[string]interface{} `json:"values"`
}

// capabilities is .Capabilities of a cluster of no particular kind.
type capabilities struct {
	APIVersions apiVersions
	KubeVersion kubeVersion
	HelmVersion struct{ Version string }
}

type apiVersions []string

// Has says whether the cluster knows a group and version.
func (known apiVersions) Has(wanted string) bool {
	for _, one := range known {
		if one == wanted {
			return true
		}
	}
	return false
}

type kubeVersion struct{ Version, Major, Minor string }

// GitVersion is the old name of Version.
func (version kubeVersion) GitVersion() string { return version.Version }

func (version kubeVersion) String() string { return version.Version }

func render(chart *chart, values map[string]interface{}, parsed arguments) (*rendered, error) {
	root := template.New("chart").Option("missingkey=zero")
	root.Funcs(functions(root))
	names := make([]string, 0, len(chart.templates))
	for name := range chart.templates {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if _, err := root.New(fullName(chart, name)).Parse(chart.templates[name]); err != nil {
			return nil, fmt.Errorf("parse error at (%s): %w", name, err)
		}
	}

	output := &rendered{Files: map[string]string{}, Values: values}
	for _, name := range names {
		if strings.HasPrefix(path.Base(name), "_") {
			continue
		}
		var text bytes.Buffer
		if err := root.ExecuteTemplate(&text, fullName(chart, name), scope(chart, values, parsed, name)); err != nil {
			return nil, fmt.Errorf("execution error at (%s): %w", name, err)
		}
		// A value that is not there prints as nothing, as with Helm.
		plain := strings.ReplaceAll(text.String(), "<no value>", "")
		if path.Base(name) == "NOTES.txt" {
			output.Notes = plain
			continue
		}
		documents, err := documentsOf(plain)
		if err != nil {
			return nil, fmt.Errorf("YAML parse error on %s: %w\n%s", name, err, plain)
		}
		if documents != "" {
			output.Files[name] = documents
		}
	}
	return output, nil
}

func fullName(chart *chart, name string) string { return chart.metadata["Name"].(string) + "/" + name }

func scope(chart *chart, values map[string]interface{}, parsed arguments, name string) map[string]interface{} {
	full := fullName(chart, name)
	return map[string]interface{}{
		"Values": values,
		"Chart":  chart.metadata,
		"Files":  chart.files,
		"Release": map[string]interface{}{
			"Name": parsed.name, "Namespace": parsed.namespace, "Service": parsed.service,
			"Revision": 1, "IsInstall": !parsed.upgrade, "IsUpgrade": parsed.upgrade,
		},
		"Capabilities": capabilities{
			APIVersions: apiVersions{"v1", "apps/v1", "rbac.authorization.k8s.io/v1", "networking.k8s.io/v1", "coordination.k8s.io/v1"},
			KubeVersion: kubeVersion{Version: "v1.32.0", Major: "1", Minor: "32"},
		},
		"Template":  map[string]interface{}{"Name": full, "BasePath": chart.metadata["Name"].(string) + "/templates"},
		"Subcharts": map[string]interface{}{},
	}
}

// documentsOf is the YAML documents that hold anything, every one checked to be YAML with no key twice.
func documentsOf(text string) (string, error) {
	var kept []string
	for _, document := range strings.Split("\n"+text, "\n---") {
		document = strings.Trim(document, "\n \t")
		value, err := parse([]byte(document))
		if err != nil {
			return "", err
		}
		if value != nil {
			kept = append(kept, document)
		}
	}
	if len(kept) == 0 {
		return "", nil
	}
	return strings.Join(kept, "\n---\n") + "\n", nil
}
