import type { ActionNode, BlockNode, BranchNode, Node, Pipeline, Span, TemplateNode } from "./ast";
import { Evaluator } from "./evaluator";
import { ExecutionFailure, type Fault, failure } from "./execution";
import { sprint } from "./fmt/print";
import {
  dereference,
  type GoFunction,
  goInt,
  goString,
  isTrue,
  NIL,
  namedOf,
  typeName,
  UnsupportedError,
  type Value,
} from "./value";

export interface ExecutionInput {
  /** Returns a function in addition to Go's predefined ones. */
  readonly functions: (name: string) => GoFunction | undefined;
  /** The template's data, the first dot. */
  readonly data: Value;
  /** The variables declared before the template, with their dollar signs. */
  readonly variables: ReadonlyMap<string, Value>;
}

export interface Execution {
  /** The text; incomplete if the execution fails. */
  readonly text: string;
  /** Whether a branch that the data doesn't take prints something. */
  readonly printsInTrial: boolean;
  /** Whether Go returns an error. */
  readonly fails: boolean;
  readonly faults: readonly Fault[];
  /** The positions of the calls that returned. */
  readonly succeeded: ReadonlySet<number>;
}

/** Longer and deeper executions end without a result. */
const MAXIMUM_STEPS = 20_000;
const MAXIMUM_DEPTH = 300;

/** Go's limit is 100 000. A template that executes itself this often doesn't end, or is absurd. */
const MAXIMUM_CALLS = 50;

/**
 * Executes a template as text/template does. It also tries the branches that the data doesn't take, and reports the
 * faults there that depend only on types.
 * @returns the text and the faults, or null if the template needs a part of Go that this library doesn't reproduce
 * @see https://github.com/golang/go/blob/go1.26.0/src/text/template/exec.go
 */
export function executeTemplate(nodes: readonly Node[], input: ExecutionInput): Execution | null {
  const executor = new Executor(nodes, input);
  try {
    return executor.execute();
  } catch (error) {
    if (error instanceof UnsupportedError) return null;
    throw error;
  }
}

type Exit = "break" | "continue" | null;

class Executor {
  private readonly faults: Fault[] = [];
  private readonly templates: ReadonlyMap<string, readonly Node[]>;
  private readonly evaluator: Evaluator;
  /** Whether a variable changes after its declaration. Branches then depend on each other. */
  private readonly assigns: boolean;
  private output: string[] = [];
  private active: readonly string[] = [];
  private steps = 0;
  private depth = 0;
  private isTrial = false;
  private printsInTrial = false;

  constructor(
    private readonly nodes: readonly Node[],
    private readonly input: ExecutionInput,
  ) {
    const all = [...withNested(nodes)];
    this.templates = new Map(all.flatMap((node) => (isDefinition(node) ? [[node.name, node.body] as const] : [])));
    this.assigns = all.some((node) => "pipeline" in node && node.pipeline?.declares === false);
    const variables = [["$", input.data] as const, ...input.variables].map(([name, value]) => ({ name, value }));
    this.evaluator = new Evaluator(input.functions, variables, (fault) => this.report(fault));
  }

  execute(): Execution {
    const fails = !this.walkAll(this.nodes, this.input.data);
    const { faults, printsInTrial } = this;
    return { text: this.output.join(""), printsInTrial, fails, faults, succeeded: this.evaluator.succeeded };
  }

  /** Continues after a failure, to find the next one too. Returns whether there is none. */
  private walkAll(nodes: readonly Node[], dot: Value): boolean {
    let succeeds = true;
    for (const node of nodes) {
      const { variables } = this.evaluator;
      const count = variables.length;
      if (this.attempt(() => this.walk([node], dot))) continue;
      succeeds = false;
      // Later nodes may read the variables that it would have declared.
      if (node.kind === "action" && node.pipeline.variables.length > 0) break;
      this.evaluator.variables = variables;
      variables.length = count;
      this.active = [];
      this.depth = 0;
    }
    return succeeds;
  }

  /** Returns whether it ends without a failure, which is recorded. */
  private attempt(run: () => void): boolean {
    try {
      run();
      return true;
    } catch (error) {
      if (!(error instanceof ExecutionFailure)) throw error;
      this.report(error.fault);
      return false;
    }
  }

  private report(fault: Fault): void {
    if (!this.isTrial || !fault.dependsOnValue) this.faults.push(fault);
  }

  private walk(nodes: readonly Node[], dot: Value): Exit {
    this.depth += 1;
    if (this.depth > MAXIMUM_DEPTH) throw new UnsupportedError("a very deep execution");
    let exit: Exit = null;
    for (const node of nodes) {
      this.steps += 1;
      if (this.steps > MAXIMUM_STEPS) throw new UnsupportedError("a very long execution");
      exit = this.node(node, dot);
      if (exit !== null) break;
    }
    this.depth -= 1;
    return exit;
  }

  private node(node: Node, dot: Value): Exit {
    switch (node.kind) {
      case "text":
        this.output.push(node.value);
        return null;
      case "action":
        this.action(node, dot);
        return null;
      case "if":
      case "with":
        return this.scoped(() => this.condition(node, dot));
      case "range":
        return this.scoped(() => this.range(node, dot));
      case "template":
      case "block":
        this.template(node, dot);
        return null;
      case "define":
        return null;
      case "break":
      case "continue":
        return node.kind;
    }
  }

  private action({ pipeline }: ActionNode, dot: Value): void {
    const value = this.evaluator.pipeline(dot, pipeline);
    if (pipeline.variables.length > 0) return;
    if (value.kind === "nil") {
      this.report({ ...spanOf(pipeline), message: "<no value>", reason: { kind: "noValue" }, dependsOnValue: false });
    }
    this.output.push(printed(value));
  }

  private condition(node: BranchNode, dot: Value): Exit {
    const value = this.evaluator.pipeline(dot, node.pipeline);
    const inside = node.kind === "with" ? value : dot;
    if (isTrue(value)) {
      this.tryOut(() => this.walk(node.otherwise, dot));
      return this.walk(node.body, inside);
    }
    if (value.kind !== "nil") this.tryOut(() => this.walk(node.body, inside));
    return this.walk(node.otherwise, dot);
  }

  /** Executes a branch that the data doesn't take, without an effect on the text and the variables. */
  private tryOut(run: () => void): void {
    if (this.assigns) return;
    const { output, isTrial, active, depth } = this;
    const { variables } = this.evaluator;
    this.output = [];
    this.isTrial = true;
    this.evaluator.variables = [...variables];
    this.attempt(run);
    this.printsInTrial ||= this.output.some((text) => text.trim() !== "");
    this.evaluator.variables = variables;
    this.isTrial = isTrial;
    this.output = output;
    this.active = active;
    this.depth = depth;
  }

  private range(node: BranchNode, dot: Value): Exit {
    const collection = this.evaluator.pipeline(dot, node.pipeline);
    const declared = this.evaluator.variables.length;
    const items = itemsOf(collection, node.pipeline);
    const iterate = ({ key, value }: Item): Exit => {
      this.evaluator.variables.length = declared;
      this.assignItem(node.pipeline, key, value, declared);
      return this.walk(node.body, value);
    };
    const example = items.length === 0 ? exampleItem(collection) : null;
    if (example !== null) this.tryOut(() => iterate(example));
    else if (items.length > 0) this.tryOut(() => this.walk(node.otherwise, dot));
    if (items.length === 0) return this.walk(node.otherwise, dot);
    for (const item of items) {
      if (iterate(item) === "break") break;
    }
    return null;
  }

  /** With one variable, it is the element; with two, the first is the key. */
  private assignItem({ variables, declares }: Pipeline, key: Value, value: Value, declared: number): void {
    const values = variables.length > 1 ? [key, value] : [value];
    variables.forEach((name, index) => {
      const item = values[index] ?? NIL;
      if (declares) this.evaluator.variables[declared - variables.length + index] = { name, value: item };
      else this.evaluator.assign(name, item, false);
    });
  }

  private template(node: TemplateNode | BlockNode, dot: Value): void {
    const { name, pipeline } = node;
    const body = this.templates.get(name);
    if (body === undefined) {
      throw failure(node, `template "${name}" not defined`, { kind: "undefinedTemplate", name });
    }
    if (this.active.length >= MAXIMUM_CALLS) {
      throw failure(node, "exceeded maximum template depth", { kind: "recursion", name });
    }
    // A trial would ignore the condition that ends a recursion.
    if (this.isTrial && this.active.includes(name)) return;
    const data = pipeline === null ? NIL : this.evaluator.pipeline(dot, pipeline);
    const { active } = this;
    const { variables } = this.evaluator;
    this.active = [...active, name];
    this.evaluator.variables = [{ name: "$", value: data }];
    this.walk(body, data);
    this.evaluator.variables = variables;
    this.active = active;
  }

  private scoped(run: () => Exit): Exit {
    const { variables } = this.evaluator;
    const count = variables.length;
    const exit = run();
    variables.length = count;
    return exit;
  }
}

interface Item {
  readonly key: Value;
  readonly value: Value;
}

/** @throws ExecutionFailure if Go can't range over the value */
function itemsOf(collection: Value, pipeline: Pipeline): readonly Item[] {
  const target = dereference(collection) ?? NIL;
  switch (target.kind) {
    case "nil":
      return [];
    case "map":
      return [...target.entries.keys()].sort().map((key) => ({
        key: goString(key),
        value: target.entries.get(key) ?? target.zero,
      }));
    case "slice":
      return target.items.map((value, index) => ({ key: goInt(index), value }));
    case "int":
    case "uint":
      if (pipeline.variables.length > 1) throw failure(pipeline, "can't use an integer to iterate over two variables");
      if (target.value > BigInt(MAXIMUM_STEPS)) throw new UnsupportedError("a very long range");
      return Array.from({ length: Math.max(Number(target.value), 0) }, (_, index) => ({
        key: NIL,
        value: { ...target, value: BigInt(index) },
      }));
    default:
      throw failure(pipeline, `range can't iterate over ${typeName(target)}`);
  }
}

/** An element that an empty collection could have; null if its type doesn't tell. */
function exampleItem(collection: Value): Item | null {
  return collection.kind === "map" && collection.zero.kind !== "nil"
    ? { key: goString("key"), value: collection.zero }
    : null;
}

function printed(value: Value): string {
  if (value.kind === "nil") return "<no value>";
  const target = dereference(value);
  return target === null ? "<nil>" : (namedOf(target)?.text ?? sprint([target]));
}

function isDefinition(node: Node): node is Extract<Node, { kind: "define" | "block" }> {
  return node.kind === "define" || node.kind === "block";
}

function* withNested(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    if ("body" in node) yield* withNested(node.body);
    if ("otherwise" in node) yield* withNested(node.otherwise);
  }
}

function spanOf({ from, to }: Span): Span {
  return { from, to };
}
