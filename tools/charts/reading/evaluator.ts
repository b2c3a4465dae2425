import {
  type BranchNode,
  type Command,
  type Node,
  type Operand,
  type Pipeline,
  parseTemplate,
} from "../../../src/go-template";
import { call } from "./functions";
import {
  ANY,
  ANYTHING,
  field,
  fingerprint,
  isNothing,
  knownTexts,
  NOTHING,
  type Path,
  type Readings,
  text,
  union,
  type Value,
} from "./value";

/** The dot and the variables at one position in a template. */
export class Scope {
  private readonly variables: Map<string, Value>;

  constructor(
    readonly dot: Value,
    private readonly parent: Scope | null = null,
  ) {
    this.variables = new Map(parent === null ? [["$", dot]] : []);
  }

  inner(dot: Value = this.dot): Scope {
    return new Scope(dot, this);
  }

  declare(name: string, value: Value): void {
    this.variables.set(name, value);
  }

  /** Adds a value to the variable: all branches are evaluated, so it may have the value of any of them. */
  assign(name: string, value: Value): void {
    const known = this.variables.get(name);
    if (known !== undefined) this.variables.set(name, union(known, value));
    else this.parent?.assign(name, value);
  }

  value(name: string): Value {
    return this.variables.get(name) ?? this.parent?.value(name) ?? ANYTHING;
  }
}

export interface EvaluatorProps {
  /** Named templates, from all of the chart's files. */
  readonly definitions: ReadonlyMap<string, readonly Node[]>;
  /** Returns the templates inside values: the strings at and below a path of the chart's default values. */
  readonly textsAt: (path: Path) => readonly string[];
  /** Returns where to record readings. The path is that of the value whose template is being evaluated, if any. */
  readonly readings: (via: Path | null) => Readings;
}

export function parseChartTemplate(template: string): readonly Node[] {
  return parseTemplate(template, { functions: "any" });
}

/** Evaluates templates without values: it evaluates every reachable branch and records which values are read. */
export class Evaluator {
  private readonly included = new Set<string>();
  private via: Path | null = null;

  constructor(private readonly props: EvaluatorProps) {}

  evaluate(nodes: readonly Node[], scope: Scope): void {
    for (const node of nodes) this.node(node, scope);
  }

  private get readings(): Readings {
    return this.props.readings(this.via);
  }

  private node(node: Node, scope: Scope): void {
    switch (node.kind) {
      case "action":
        this.action(node.pipeline, scope);
        break;
      case "if":
      case "with":
        this.branch(node, scope);
        break;
      case "range":
        this.loop(node, scope);
        break;
      case "template":
      case "block": {
        const dot = node.pipeline === null ? NOTHING : this.pipeline(node.pipeline, scope);
        this.include(text(node.name), dot);
      }
    }
  }

  private action(pipeline: Pipeline, scope: Scope): void {
    const value = this.pipeline(pipeline, scope);
    if (pipeline.variables.length === 0) this.readings.use(value);
  }

  private branch({ kind, pipeline, body, otherwise }: BranchNode, outer: Scope): void {
    const scope = outer.inner();
    const value = this.pipeline(pipeline, scope);
    this.readings.test(value);
    if (!isNothing(value)) this.evaluate(body, scope.inner(kind === "with" ? value : scope.dot));
    this.evaluate(otherwise, scope.inner());
  }

  private loop({ pipeline, body, otherwise }: BranchNode, outer: Scope): void {
    const value = this.commands(pipeline, outer);
    const element = field(value, ANY);
    this.readings.test(value);
    // A loop over keys and values may read only the keys.
    if (pipeline.variables.length === 2) this.readings.test(element);
    // The second iteration reads what the first has assigned.
    for (const _ of [1, 2]) {
      const scope = outer.inner(element);
      const elementName = pipeline.variables.at(-1);
      for (const name of pipeline.variables) {
        bind(pipeline, name, name === elementName ? element : ANYTHING, scope);
      }
      this.evaluate(body, scope);
    }
    this.evaluate(otherwise, outer.inner());
  }

  private pipeline(pipeline: Pipeline, scope: Scope): Value {
    const value = this.commands(pipeline, scope);
    for (const name of pipeline.variables) bind(pipeline, name, value, scope);
    return value;
  }

  private commands({ commands }: Pipeline, scope: Scope): Value {
    return (
      commands.reduce<Value | undefined>((before, command) => this.command(command, scope, before), undefined) ??
      ANYTHING
    );
  }

  private command([head, ...rest]: Command, scope: Scope, before: Value | undefined): Value {
    if (head === undefined) return ANYTHING;
    if (head.kind !== "function") return this.operand(head, scope);
    const args = rest.map((operand) => this.operand(operand, scope));
    return head.fields.reduce(field, this.call(head.value, before === undefined ? args : [...args, before]));
  }

  private operand(operand: Operand, scope: Scope): Value {
    return operand.fields.reduce(field, this.term(operand, scope));
  }

  private term(operand: Operand, scope: Scope): Value {
    switch (operand.kind) {
      case "dot":
        return scope.dot;
      case "variable":
        return scope.value(operand.value);
      case "text":
        return text(operand.value);
      case "constant":
        return operand.value === "true" ? ANYTHING : NOTHING;
      case "function":
        return this.call(operand.value, []);
      case "pipeline":
        return this.pipeline(operand.value, scope);
      default:
        return ANYTHING;
    }
  }

  private call(name: string, args: readonly Value[]): Value {
    const [first = ANYTHING, second = ANYTHING] = args;
    if (name === "include") return this.include(first, second);
    if (name === "tpl") return this.tpl(first, second);
    return call(name, args, this.readings);
  }

  private include(named: Value, dot: Value): Value {
    for (const name of knownTexts(named) ?? []) {
      const body = this.props.definitions.get(name);
      const mark = `${name} ${this.via} ${fingerprint(dot)}`;
      if (body === undefined || this.included.has(mark)) continue;
      this.included.add(mark);
      this.evaluate(body, new Scope(dot));
    }
    return ANYTHING;
  }

  /** Evaluates a value that is a template. Only the chart's default is known, not what a user sets instead. */
  private tpl(value: Value, dot: Value): Value {
    this.readings.use(value);
    const outer = this.via;
    for (const path of value.paths.keys()) {
      this.via = outer ?? path;
      for (const template of this.props.textsAt(path)) this.evaluate(parseChartTemplate(template), new Scope(dot));
    }
    this.via = outer;
    return ANYTHING;
  }
}

function bind({ declares }: Pipeline, name: string, value: Value, scope: Scope): void {
  if (declares) scope.declare(name, value);
  else scope.assign(name, value);
}
