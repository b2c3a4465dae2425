package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"go.yaml.in/yaml/v3"

	"github.com/grafana/loki/v3/pkg/ruler"
	"github.com/grafana/loki/v3/pkg/ruler/rulestore/local"
)

const tenant = "fake"

// rulesFolder returns one folder for all questions, because creating folders takes longer than loading rules.
var rulesFolder = sync.OnceValues(func() (string, error) {
	return os.MkdirTemp("", "loki-reference-")
})

func removeRulesFolder() {
	if folder, err := rulesFolder(); err == nil {
		os.RemoveAll(folder)
	}
}

// loadRules follows a rule file through the ruler: the local store reads it, the groups become protocol buffers, and the rule
// manager reads the file that the ruler writes from these. The conversion drops fields.
func loadRules(asked question) (answer, error) {
	folder, err := rulesFolder()
	if err != nil {
		return nil, err
	}
	if err := write(filepath.Join(folder, "store", tenant, "rules.yaml"), asked.File); err != nil {
		return nil, err
	}
	store, err := local.NewLocalRulesClient(local.Config{Directory: filepath.Join(folder, "store")}, ruler.GroupLoader{})
	if err != nil {
		return nil, err
	}
	groups, err := store.ListAllRuleGroups(context.Background())
	if err != nil {
		// The path of the temporary file says nothing.
		return nil, errors.New(strings.ReplaceAll(err.Error(), folder+"/store/"+tenant+"/", ""))
	}
	var mapped []rulefmt.RuleGroup
	for _, formatted := range groups[tenant].Formatted() {
		mapped = append(mapped, formatted...)
	}
	content, err := yaml.Marshal(rulefmt.RuleGroups{Groups: mapped})
	if err != nil {
		return nil, err
	}
	path := filepath.Join(folder, "mapped.yaml")
	if err := write(path, content); err != nil {
		return nil, err
	}
	if _, errs := (ruler.GroupLoader{}).Load(path, false, model.LegacyValidation); len(errs) > 0 {
		return nil, fmt.Errorf("in the rule manager: %w", errors.Join(errs...))
	}
	return answer{"manager": string(content), "groups": append([]rulefmt.RuleGroup{}, mapped...)}, nil
}

func write(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}
