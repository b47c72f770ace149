// Command chart renders a Helm chart the way `helm template` does, for machines that have Go and Sprig but no Helm.
//
//	chart CHART_DIR [--name NAME] [--namespace NS] [--service NAME] [--upgrade] [-f FILE]… [--set a.b=c,…]… [--set-string …]… [--set-file a.b=PATH]…
//
// Standard output is one JSON object: {"files": {"templates/x.yaml": "…"}, "notes": "…", "values": {…}}. What is wrong with chart or
// values goes to standard error, as Helm words it, and the exit code is 1; bad usage is 2.
package main

import (
	"encoding/json"
	"fmt"
	"os"
)

type arguments struct {
	chart     string
	name      string
	namespace string
	service   string
	upgrade   bool
	values    []string
	overrides []override
}

// override is one --set, --set-string or --set-file; they are applied in this order: values files, --set, --set-string, --set-file.
type override struct {
	kind string
	text string
}

func main() {
	parsed, err := parseArguments(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "chart:", err)
		os.Exit(2)
	}

	output, err := run(parsed)
	if err != nil {
		fmt.Fprintln(os.Stderr, "Error:", err)
		os.Exit(1)
	}

	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(output); err != nil {
		fmt.Fprintln(os.Stderr, "chart:", err)
		os.Exit(1)
	}
}

func run(parsed arguments) (*rendered, error) {
	chart, err := loadChart(parsed.chart)
	if err != nil {
		return nil, err
	}

	values, err := composeValues(chart, parsed)
	if err != nil {
		return nil, err
	}

	if err := checkSchema(chart, values); err != nil {
		return nil, err
	}

	return render(chart, values, parsed)
}

func parseArguments(words []string) (arguments, error) {
	parsed := arguments{name: "release-name", namespace: "default", service: "Helm"}
	for at := 0; at < len(words); at++ {
		word := words[at]
		next := func() (string, error) {
			at++
			if at >= len(words) {
				return "", fmt.Errorf("%s needs a value", word)
			}
			return words[at], nil
		}

		var err error
		var text string
		switch word {
		case "--name":
			parsed.name, err = next()
		case "--namespace", "-n":
			parsed.namespace, err = next()
		case "--service":
			parsed.service, err = next()
		case "--upgrade":
			parsed.upgrade = true
		case "-f", "--values":
			text, err = next()
			parsed.values = append(parsed.values, text)
		case "--set", "--set-string", "--set-file":
			text, err = next()
			parsed.overrides = append(parsed.overrides, override{word, text})
		default:
			if parsed.chart != "" || len(word) > 0 && word[0] == '-' {
				return parsed, fmt.Errorf("unknown argument %q", word)
			}
			parsed.chart = word
		}
		if err != nil {
			return parsed, err
		}
	}

	if parsed.chart == "" {
		return parsed, fmt.Errorf("which chart?")
	}
	return parsed, nil
}
