package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func parsedSet(t *testing.T, kind, text string) map[string]interface{} {
	t.Helper()
	values := map[string]interface{}{}
	if err := assign(values, override{kind, text}); err != nil {
		t.Fatalf("%s %s: %v", kind, text, err)
	}
	return values
}

// What `helm --set` makes of these, as its documentation says.
func TestAssignments(t *testing.T) {
	cases := []struct{ kind, text, yaml string }{
		{"--set", "a=b", "a: b"},
		{"--set", "a.b=1,a.c=true,a.d=x", "a:\n  b: 1\n  c: true\n  d: x"},
		{"--set", "a={x,y}", "a:\n- x\n- \"y\""},
		{"--set", "a={}", "a: []"},
		{"--set", "a[0].b=1,a[0].c=2", "a:\n- b: 1\n  c: 2"},
		{"--set", `a=x\,y`, "a: x,y"},
		{"--set", `a\.b/c=d`, "a.b/c: d"},
		{"--set", "a=007", "a: \"007\""},
		{"--set", "a=b=c", "a: b=c"},
		{"--set", "a=", "a: \"\""},
		{"--set", "a=null", "a: null"},
		{"--set-string", "a=1,b=true", "a: \"1\"\nb: \"true\""},
	}
	for _, one := range cases {
		text, err := toYaml(parsedSet(t, one.kind, one.text))
		if err != nil || text != one.yaml {
			t.Errorf("%s %s is\n%s\nnot\n%s (%v)", one.kind, one.text, text, one.yaml, err)
		}
	}
}

func TestAssignmentWithoutValueIsAnError(t *testing.T) {
	if err := assign(map[string]interface{}{}, override{"--set", "a.b"}); err == nil {
		t.Error("a.b was taken")
	}
}

func TestNullTakesAKeyAway(t *testing.T) {
	merged := withoutNulls(merge(
		map[string]interface{}{"a": map[string]interface{}{"b": 1, "c": 2}},
		map[string]interface{}{"a": map[string]interface{}{"b": nil}}))
	if _, there := merged["a"].(map[string]interface{})["b"]; there {
		t.Error("b is still there")
	}
}

func TestKeyThatStandsTwiceIsAnError(t *testing.T) {
	if _, err := parse([]byte("a: 1\na: 2\n")); err == nil {
		t.Error("a: 1, a: 2 was taken")
	}
}

func chartOf(t *testing.T, texts map[string]string) *chart {
	t.Helper()
	folder := t.TempDir()
	for name, text := range texts {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	loaded, err := loadChart(folder)
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// Each of these is something charts stumble over.
func TestTemplates(t *testing.T) {
	cases := []struct{ template, values, expected string }{
		{"a: {{ .Values.missing }}", "", "a:"},
		{"a: {{ .Values.number }}", "number: 1000000", "a: 1e+06"},
		{"a: {{ int .Values.number }}", "number: 1000000", "a: 1000000"},
		{"a:\n  {{- toYaml .Values.a | nindent 2 }}", "a: {c: [1, x], b: 1000000}", "a:\n  b: 1000000\n  c:\n  - 1\n  - x"},
		{"a: {{ include \"name\" . }}", "", "a: test-release"},
		{"a: {{ tpl .Values.text . }}", "text: '{{ .Release.Name }}'", "a: release"},
		{"a: {{ .Files.Get \"extra.txt\" }}", "", "a: extra"},
		{"a: {{ len (lookup \"v1\" \"Secret\" \"x\" \"y\") }}", "", "a: 0"},
		{"a: {{ .Capabilities.KubeVersion.Minor }}", "", "a: 32"},
		{"a: {{ .Chart.AppVersion }} {{ .Release.Service }} {{ .Release.IsInstall }}", "", "a: 9 Helm true"},
		{"a: {{ required \"say it\" .Values.none }}", "", "error: say it"},
		{"{{ fail \"no\" }}", "", "error: no"},
		{"a: {{ env \"HOME\" }}", "", "error: function \"env\" not defined"},
		{"a: 1\na: 2", "", "error: already set in map"},
		{"{{ if false }}a: 1{{ end }}", "", ""},
	}
	for _, one := range cases {
		loaded := chartOf(t, map[string]string{
			"Chart.yaml":            "apiVersion: v2\nname: test\nversion: 1.0.0\nappVersion: \"9\"\n",
			"values.yaml":           one.values,
			"extra.txt":             "extra",
			"templates/_names.tpl":  "{{ define \"name\" }}{{ .Chart.Name }}-{{ .Release.Name }}{{ end }}",
			"templates/object.yaml": one.template,
		})
		output, err := render(loaded, loaded.values, arguments{name: "release", namespace: "space", service: "Helm"})
		if problem := strings.TrimPrefix(one.expected, "error: "); problem != one.expected {
			if err == nil || !strings.Contains(err.Error(), problem) {
				t.Errorf("%s gives %v, not %s", one.template, err, problem)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", one.template, err)
		} else if text := strings.TrimSpace(output.Files["templates/object.yaml"]); text != one.expected {
			t.Errorf("%s is\n%s\nnot\n%s", one.template, text, one.expected)
		}
	}
}
