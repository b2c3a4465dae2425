package main

import (
	"context"
	"net/url"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/template"
)

// Prologue declares the variables of an alert's template, as the rule manager does:
// https://github.com/prometheus/prometheus/blob/2ad3a8717015/rules/alerting.go
const prologue = "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}{{$externalURL := .ExternalURL}}{{$value := .Value}}"

// expandTemplate expands a label or annotation of an alert. The ruler's parse test knows no $externalURL; "rules" includes it.
func expandTemplate(asked question) (answer, error) {
	sample := promql.Sample{T: now.UnixMilli(), F: asked.Value, Metric: labels.FromMap(asked.Labels)}
	query := func(ctx context.Context, text string, at time.Time) (promql.Vector, error) {
		return evaluate(ctx, text, asked.Streams, at)
	}
	expander := template.NewTemplateExpander(
		context.Background(),
		prologue+asked.Template,
		"__alert_Test",
		template.AlertTemplateData(sample.Metric.Map(), asked.ExternalLabels, "", sample),
		model.TimeFromUnixNano(now.UnixNano()),
		query,
		&url.URL{},
		nil,
	)
	if err := expander.ParseTest(); err != nil {
		return nil, err
	}
	text, err := expander.Expand()
	return answer{"text": text}, err
}
