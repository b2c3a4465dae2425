// Loki-reference answers questions about rules, queries and alert templates with the packages of Loki itself, at the pinned
// version. Each line on standard input is a question in JSON; each line on standard output is its answer, in the same order.
// The tests compare the project's own parsers with these answers.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/grafana/loki/v3/pkg/util/build"
)

const usage = `Answers questions about rules, queries and alert templates with Loki's own packages.
Reads one JSON object per line from standard input and writes one answer per line, in the same order.
Each answer repeats the question's "id" and has an "error", empty if there is none.

rules: does the ruler load this file? The file is base64. "manager" and "groups" are what the rule manager gets.
  {"id": 1, "ask": "rules", "file": "Z3JvdXBzOiBbXQ=="}
  {"id": 1, "error": "", "manager": "groups: []\n", "groups": []}

query: does the ruler parse this expression? It evaluates "canonical", the expression as Loki prints it.
  {"id": 2, "ask": "query", "query": "rate({a=\"b\"}[5m]) > 1"}
  {"id": 2, "error": "", "canonical": "(rate({a=\"b\"}[5m]) > 1)", "canonicalError": "", "sample": true}

pipeline: what does a log query make of these lines?
  {"id": 3, "ask": "pipeline", "query": "{app=\"web\"} | json | level=\"error\"", "streams": [{"labels": {"app": "web"},
   "entries": [{"line": "{\"level\": \"error\"}", "metadata": {"detected_level": "error"}}]}]}
  {"id": 3, "error": "", "lines": [{"line": "{\"level\": \"error\"}", "labels": {"app": "web", …}}]}
  A line that is not kept is null.

evaluate: what does a metric query return? It is evaluated at second 1000000 of the epoch. "ago" is a line's age in seconds.
  {"id": 4, "ask": "evaluate", "query": "count_over_time({app=\"web\"}[5m])", "streams": [{"labels": {"app": "web"},
   "entries": [{"ago": 10, "line": "boom"}]}]}
  {"id": 4, "error": "", "series": [{"labels": {"app": "web"}, "value": "1"}]}

template: how does the rule manager expand this text? "query" in a template sees the streams, as under "evaluate".
  {"id": 5, "ask": "template", "template": "{{ $labels.pod }}: {{ $value }}", "labels": {"pod": "a"}, "value": 7,
   "externalLabels": {}}
  {"id": 5, "error": "", "text": "a: 7"}
`

type question struct {
	ID             json.RawMessage   `json:"id"`
	Ask            string            `json:"ask"`
	File           []byte            `json:"file"`
	Query          string            `json:"query"`
	Streams        []stream          `json:"streams"`
	Template       string            `json:"template"`
	Labels         map[string]string `json:"labels"`
	ExternalLabels map[string]string `json:"externalLabels"`
	Value          float64           `json:"value"`
}

type stream struct {
	Labels  map[string]string `json:"labels"`
	Entries []entry           `json:"entries"`
}

type entry struct {
	Ago      float64           `json:"ago"`
	Line     string            `json:"line"`
	Metadata map[string]string `json:"metadata"`
}

// An answer's fields depend on the question.
type answer map[string]any

var subjects = map[string]func(question) (answer, error){
	"rules":    loadRules,
	"query":    parseQuery,
	"pipeline": runPipeline,
	"evaluate": evaluateQuery,
	"template": expandTemplate,
}

func main() {
	if len(os.Args) > 1 {
		if os.Args[1] == "-version" {
			fmt.Println("loki-reference " + build.Version)
			return
		}
		fmt.Print(usage)
		return
	}
	// Loki's parser leaves much garbage; collecting it less often doubles the speed.
	debug.SetGCPercent(1000)
	err := serve(os.Stdin, os.Stdout)
	removeRulesFolder()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	decoder := json.NewDecoder(bufio.NewReader(in))
	writer := bufio.NewWriter(out)
	defer writer.Flush()
	encoder := json.NewEncoder(writer)
	encoder.SetEscapeHTML(false)
	for {
		var asked question
		if err := decoder.Decode(&asked); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if err := encoder.Encode(respond(asked)); err != nil {
			return err
		}
		// A client may wait for each answer before it asks again.
		if err := writer.Flush(); err != nil {
			return err
		}
	}
}

// respond turns a panic into an error: it would stop the ruler, but must not stop a series of questions.
func respond(asked question) (found answer) {
	fail := func(text string) answer {
		return answer{"id": asked.ID, "error": text}
	}
	defer func() {
		if reason := recover(); reason != nil {
			found = fail(fmt.Sprintf("panic: %v", reason))
		}
	}()
	respondTo, ok := subjects[asked.Ask]
	if !ok {
		return fail(fmt.Sprintf("unknown question %q", asked.Ask))
	}
	found, err := respondTo(asked)
	if err != nil {
		return fail(err.Error())
	}
	found["id"] = asked.ID
	found["error"] = ""
	return found
}
