import type { Assignment, Branch, Command, Loop, Node, Operand, Output, Pipeline } from "../template/nodes";
import { parseTemplate } from "../template/parse";
import { call } from "./functions";
import type { Readings } from "./readings";
import { Scope } from "./scope";
import {
  ANY,
  ANYTHING,
  field,
  fingerprint,
  isNothing,
  knownTexts,
  NOTHING,
  type Path,
  text,
  type Value,
} from "./value";

/** Templates inside of values: the texts at and below a path of the chart's own values. */
export type TextsAt = (path: Path) => readonly string[];

export interface ReaderProps {
  /** Named templates, from all of the chart's files. */
  readonly definitions: ReadonlyMap<string, readonly Node[]>;
  readonly textsAt: TextsAt;
  /** Where what is read is written down; the path is that of a value whose own text does the reading, if one does. */
  readonly readings: (via: Path | null) => Readings;
}

/**
 * Runs templates without values: every branch that may be taken is taken, and what is read of the values is written
 * down.
 */
export class Reader {
  private readonly included = new Set<string>();
  private via: Path | null = null;

  constructor(private readonly props: ReaderProps) {}

  read(nodes: readonly Node[], scope: Scope): void {
    for (const node of nodes) this.node(node, scope);
  }

  private get readings(): Readings {
    return this.props.readings(this.via);
  }

  private node(node: Node, scope: Scope): void {
    if (node.kind === "output") this.output(node, scope);
    else if (node.kind === "assignment") this.assignment(node, scope);
    else if (node.kind === "range") this.loop(node, scope);
    else if (node.kind !== "define") this.branch(node, scope);
  }

  private output({ pipeline }: Output, scope: Scope): void {
    this.readings.use(this.pipeline(pipeline, scope));
  }

  private assignment({ name, declares, pipeline }: Assignment, scope: Scope): void {
    const value = this.pipeline(pipeline, scope);
    if (declares) scope.declare(name, value);
    else scope.assign(name, value);
  }

  private branch({ kind, variable, pipeline, body, otherwise }: Branch, scope: Scope): void {
    const value = this.pipeline(pipeline, scope);
    this.readings.ask(value);
    const inside = scope.inner(kind === "with" ? value : scope.dot);
    if (variable !== undefined) inside.declare(variable, value);
    if (!isNothing(value)) this.read(body, inside);
    this.read(otherwise, scope.inner());
  }

  private loop({ variables, pipeline, body, otherwise }: Loop, scope: Scope): void {
    const value = this.pipeline(pipeline, scope);
    const element = field(value, ANY);
    this.readings.ask(value);
    // Its keys may be all that is read of it.
    if (variables.length === 2) this.readings.ask(element);
    // Once more, with what the first turn has assigned.
    for (const _ of [1, 2]) {
      const inside = scope.inner(element);
      for (const name of variables) inside.declare(name, name === variables.at(-1) ? element : ANYTHING);
      this.read(body, inside);
    }
    this.read(otherwise, scope.inner());
  }

  private pipeline(commands: Pipeline, scope: Scope): Value {
    return (
      commands.reduce<Value | undefined>((before, command) => this.command(command, scope, before), undefined) ??
      ANYTHING
    );
  }

  private command([head, ...rest]: Command, scope: Scope, before: Value | undefined): Value {
    if (head === undefined) return ANYTHING;
    if (head.of !== "function") return this.operand(head, scope);
    const args = rest.map((operand) => this.operand(operand, scope));
    return this.call(head, before === undefined ? args : [...args, before]);
  }

  private operand({ of, name, fields }: Operand, scope: Scope): Value {
    return fields.reduce(field, this.head(of, name, scope));
  }

  private head(of: Operand["of"], name: string, scope: Scope): Value {
    if (of === "dot") return scope.dot;
    if (of === "variable") return scope.value(name);
    if (of === "text") return text(name);
    if (of === "constant") return name === "false" || name === "nil" ? NOTHING : ANYTHING;
    if (of === "function") return this.call({ of, name, fields: [] }, []);
    return this.pipeline(of, scope);
  }

  private call({ name }: Operand, args: readonly Value[]): Value {
    const [first = ANYTHING, second = ANYTHING] = args;
    if (name === "include" || name === "template") return this.include(first, second);
    if (name === "tpl") return this.tpl(first, second);
    return call(name, args, this.readings);
  }

  private include(named: Value, dot: Value): Value {
    for (const name of knownTexts(named) ?? []) {
      const body = this.props.definitions.get(name);
      const mark = `${name} ${this.via} ${fingerprint(dot)}`;
      if (body === undefined || this.included.has(mark)) continue;
      this.included.add(mark);
      this.read(body, new Scope(dot));
    }
    return ANYTHING;
  }

  /** A value whose text is a template itself; the user's own would be another, of which nothing can be known. */
  private tpl(value: Value, dot: Value): Value {
    this.readings.use(value);
    const outer = this.via;
    for (const path of value.paths.keys()) {
      this.via = outer ?? path;
      for (const template of this.props.textsAt(path)) this.read(parseTemplate(template), new Scope(dot));
    }
    this.via = outer;
    return ANYTHING;
  }
}
