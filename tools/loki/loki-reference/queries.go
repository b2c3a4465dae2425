package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/grafana/dskit/user"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"

	"github.com/grafana/loki/v3/pkg/iter"
	"github.com/grafana/loki/v3/pkg/logproto"
	"github.com/grafana/loki/v3/pkg/logql"
	"github.com/grafana/loki/v3/pkg/logql/syntax"
	"github.com/grafana/loki/v3/pkg/ruler"
)

// The time of every evaluation.
var now = time.Unix(1_000_000, 0).UTC()

func parseQuery(asked question) (answer, error) {
	parsed, err := ruler.GroupLoader{}.Parse(asked.Query)
	if err != nil {
		return nil, err
	}
	canonical := parsed.String()
	reparsed, err := syntax.ParseExpr(canonical)
	_, isSample := reparsed.(syntax.SampleExpr)
	return answer{"canonical": canonical, "canonicalError": message(err), "sample": isSample}, nil
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func runPipeline(asked question) (answer, error) {
	selector, err := syntax.ParseLogSelector(asked.Query, true)
	if err != nil {
		return nil, err
	}
	pipeline, err := selector.Pipeline()
	if err != nil {
		return nil, err
	}
	lines := []answer{}
	for _, stream := range asked.Streams {
		if !matches(selector, stream) {
			lines = append(lines, make([]answer, len(stream.Entries))...)
			continue
		}
		process := pipeline.ForStream(labels.FromMap(stream.Labels))
		for _, entry := range stream.Entries {
			line, result, kept := process.ProcessString(entry.at().UnixNano(), entry.Line, labels.FromMap(entry.Metadata))
			if !kept {
				lines = append(lines, nil)
				continue
			}
			lines = append(lines, answer{"line": line, "labels": result.Labels().Map()})
		}
	}
	return answer{"lines": lines}, nil
}

func (e entry) at() time.Time {
	return now.Add(-time.Duration(e.Ago * float64(time.Second)))
}

func matches(selector syntax.LogSelectorExpr, stream stream) bool {
	for _, matcher := range selector.Matchers() {
		if !matcher.Matches(stream.Labels[matcher.Name]) {
			return false
		}
	}
	return true
}

func evaluateQuery(asked question) (answer, error) {
	vector, err := evaluate(context.Background(), asked.Query, asked.Streams, now)
	if err != nil {
		return nil, err
	}
	series := []answer{}
	for _, sample := range vector {
		// JSON has no infinity.
		value := strconv.FormatFloat(sample.F, 'g', -1, 64)
		series = append(series, answer{"labels": sample.Metric.Map(), "value": value})
	}
	return answer{"series": series}, nil
}

// evaluate returns what the ruler's query function returns: it evaluates the expression as Loki prints it.
func evaluate(ctx context.Context, query string, streams []stream, at time.Time) (promql.Vector, error) {
	parsed, err := ruler.GroupLoader{}.Parse(query)
	if err != nil {
		return nil, err
	}
	params, err := logql.NewLiteralParams(parsed.String(), at, at, 0, 0, logproto.FORWARD, 0, nil, nil)
	if err != nil {
		return nil, err
	}
	engine := logql.NewEngine(logql.EngineOpts{}, memory(streams), logql.NoLimits, nil)
	result, err := engine.Query(params).Exec(user.InjectOrgID(ctx, tenant))
	if err != nil {
		return nil, err
	}
	switch data := result.Data.(type) {
	case promql.Vector:
		return data, nil
	case promql.Scalar:
		return promql.Vector{promql.Sample{T: data.T, F: data.V}}, nil
	default:
		return nil, fmt.Errorf("rule result is not a vector or scalar")
	}
}

// Memory is a store of streams for the engine.
type memory []stream

func (memory) SelectLogs(context.Context, logql.SelectLogParams) (iter.EntryIterator, error) {
	return nil, errors.New("rule result is not a vector or scalar")
}

func (m memory) SelectSamples(_ context.Context, params logql.SelectSampleParams) (iter.SampleIterator, error) {
	expression, err := params.Expr()
	if err != nil {
		return nil, err
	}
	selector, err := expression.Selector()
	if err != nil {
		return nil, err
	}
	extractors, err := expression.Extractors()
	if err != nil {
		return nil, err
	}
	collected := map[string]*logproto.Series{}
	for _, stream := range m {
		if !matches(selector, stream) {
			continue
		}
		for _, extractor := range extractors {
			process := extractor.ForStream(labels.FromMap(stream.Labels))
			for _, entry := range stream.Entries {
				samples, _ := process.ProcessString(entry.at().UnixNano(), entry.Line, labels.FromMap(entry.Metadata))
				for _, sample := range samples {
					add(collected, sample.Labels.String(), entry.at().UnixNano(), sample.Value)
				}
			}
		}
	}
	series := make([]logproto.Series, 0, len(collected))
	for _, each := range collected {
		slices.SortFunc(each.Samples, func(a, b logproto.Sample) int { return cmp.Compare(a.Timestamp, b.Timestamp) })
		series = append(series, *each)
	}
	return iter.NewTimeRangedSampleIterator(iter.NewMultiSeriesIterator(series), params.Start.UnixNano(), params.End.UnixNano()), nil
}

func add(collected map[string]*logproto.Series, labels string, at int64, value float64) {
	series, ok := collected[labels]
	if !ok {
		series = &logproto.Series{Labels: labels}
		collected[labels] = series
	}
	// Loki drops samples of a series with the same time and hash; here, each line counts.
	series.Samples = append(series.Samples, logproto.Sample{Timestamp: at, Value: value, Hash: uint64(len(series.Samples))})
}
