import { join } from "node:path";
import { examinedAgent, examinedEvents } from "../../src/checks/chart/examined/alloy";
import type { ExaminedChart } from "../../src/checks/chart/examined/key";
import { examinedLoki } from "../../src/checks/chart/examined/loki";
import { type Doc, docOf, type MethodNode, Module, type PropertyNode, type TypeNode } from "./declarations";

/** The module that an installation imports. The types of all settings are reachable from it. */
const INDEX = join(__dirname, "..", "..", "src", "index.ts");

/** Classes of values with factories. Each has its own section. */
const VALUES = ["Duration", "ByteSize", "Cpu", "Access", "Peer", "Backend"];

/** Returns docs/settings.md: every setting with its type, default and meaning, from the types' doc comments. */
export function settingsPage(): string {
  const index = Module.read(INDEX);
  const root = sectionOf("", "Settings", index);
  const groups = root.children.flatMap((group) => [group, ...descendants(group)]);
  const values = VALUES.map((name) => [valueSection(name, index), ...argumentTable(name, index)].join("\n\n"));
  return [
    HEAD,
    root.table,
    ...groups.map(section),
    VALUES_HEAD,
    ...values,
    NOT_A_SETTING,
    CHART_VALUES,
    ...chartValues(),
    STATE,
  ].join("\n\n");
}

/** An interface of settings at one path in the tree. */
interface Section {
  /** The path of the settings, such as "loki.ingester", or "cluster.taints[]" for each item of a list. */
  readonly path: string;
  readonly doc: Doc;
  readonly table: string;
  readonly children: readonly Section[];
}

function sectionOf(path: string, name: string, from: Module): Section {
  const declared = from.interface(name);
  if (declared === null) throw new Error(`there is no interface ${name} for ${path}`);
  const properties = declared.node.body.body.filter((member) => member.type === "TSPropertySignature");
  const rows = properties.map((property) => row(path, property, declared.module));
  const children = properties.flatMap((property) => groups(path, property, declared.module));
  const table = ["| setting | type | default | meaning |", "|---|---|---|---|", ...rows].join("\n");
  return { path, doc: declared.doc, table, children };
}

function descendants({ children }: Section): readonly Section[] {
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function section({ path, doc, table }: Section): string {
  const heading = `${"#".repeat(2 + (path.match(/\./g)?.length ?? 0))} ${path}`;
  const text = [doc.text, references(doc.see)].filter((part) => part !== "").join(" ");
  return [heading, ...(text === "" ? [] : [text]), table].join("\n\n");
}

function row(parent: string, property: PropertyNode, module: Module): string {
  const path = pathOf(parent, nameOf(property));
  const doc = docOf(property);
  if (doc.text === "") throw new Error(`${path} has no doc comment`);
  if (property.optional && doc.default === null) throw new Error(`${path} is optional and has no @default`);
  const fallback = property.optional ? defaultText(doc.default ?? "") : "required";
  const meaning = [cell(doc.text), references(doc.see)].filter((part) => part !== "").join(" ");
  return `| \`${path}\` | ${typeText(typeOf(property), module, path)} | ${fallback} | ${meaning} |`;
}

/** Returns the sections for a property whose type is an interface, or a list of one. */
function groups(parent: string, property: PropertyNode, module: Module): readonly Section[] {
  const path = pathOf(parent, nameOf(property));
  return interfacesIn(typeOf(property), module).map(({ name, list }) =>
    sectionOf(list ? `${path}[]` : path, name, module),
  );
}

function interfacesIn(type: TypeNode, module: Module): readonly { name: string; list: boolean }[] {
  if (type.type === "TSUnionType") return type.types.flatMap((one) => interfacesIn(one, module));
  const element = elementOf(type);
  if (element !== null) return interfacesIn(element, module).map(({ name }) => ({ name, list: true }));
  const name = referenceOf(type);
  return name !== null && module.interface(name) !== null ? [{ name, list: false }] : [];
}

function typeText(type: TypeNode, module: Module, path: string): string {
  if (type.type === "TSUnionType") return type.types.map((one) => typeText(one, module, path)).join(" or ");
  const element = elementOf(type);
  if (element !== null) return `list of ${typeText(element, module, `${path}[]`)}`;
  if (type.type === "TSLiteralType" && type.literal.type === "StringLiteral")
    return code(JSON.stringify(type.literal.value));
  const keyword = /^TS(String|Number|Boolean)Keyword$/.exec(type.type)?.[1];
  if (keyword !== undefined) return code(keyword.toLowerCase());
  const name = referenceOf(type);
  if (name === null) return literals(type, module, path);
  if (VALUES.includes(name)) return `[${code(name)}](${anchor(name)})`;
  if (module.interface(name) !== null) return `[object](${anchor(path)})`;
  const alias = module.alias(name);
  if (alias === null) throw new Error(`${path}: the type ${name} is unknown`);
  return typeText(alias.node.typeAnnotation, alias.module, path);
}

/** Returns the strings of `(typeof names)[number]`. */
function literals(type: TypeNode, module: Module, path: string): string {
  const names = type.type === "TSIndexedAccessType" ? withoutParentheses(type.objectType) : type;
  if (names.type !== "TSTypeQuery" || names.exprName.type !== "Identifier")
    throw new Error(`${path}: types of the kind ${type.type} aren't supported`);
  return module
    .strings(names.exprName.name)
    .map((text) => code(JSON.stringify(text)))
    .join(" or ");
}

function withoutParentheses(type: TypeNode): TypeNode {
  return type.type === "TSParenthesizedType" ? withoutParentheses(type.typeAnnotation) : type;
}

/** Returns the type of a list's items, or null if it isn't a list. */
function elementOf(type: TypeNode): TypeNode | null {
  if (type.type === "TSTypeOperator") return elementOf(type.typeAnnotation);
  return type.type === "TSArrayType" ? type.elementType : null;
}

function referenceOf(type: TypeNode): string | null {
  return type.type === "TSTypeReference" && type.typeName.type === "Identifier" ? type.typeName.name : null;
}

function typeOf(property: PropertyNode): TypeNode {
  if (!property.typeAnnotation) throw new Error(`${nameOf(property)} has no type`);
  return property.typeAnnotation.typeAnnotation;
}

function nameOf({ key }: PropertyNode): string {
  if (key.type !== "Identifier") throw new Error("a setting's name is not an identifier");
  return key.name;
}

function pathOf(parent: string, name: string): string {
  return parent === "" ? name : `${parent}.${name}`;
}

/** Returns the section of a class of values, with its factories. */
function valueSection(name: string, from: Module): string {
  const declared = from.class(name);
  if (declared === null) throw new Error(`there is no class ${name}`);
  const methods = declared.node.body.body.filter((member) => member.type === "ClassMethod");
  const factories = methods.filter((method) => method.static && returns(method) === name);
  const lines = factories.map((method) => {
    const { text, see } = docOf(method);
    const about = [text, references(see)].filter((part) => part !== "").join(" ");
    return `- ${code(`${name}.${methodName(method)}(${parameters(method)})`)}${about === "" ? "" : `: ${about}`}`;
  });
  return [`### ${name}`, declared.doc.text, lines.join("\n")].join("\n\n");
}

/** The interfaces of the settings that a factory takes, by its class. */
const ARGUMENTS: ReadonlyMap<string, string> = new Map([["Access", "NetworkPolicySettings"]]);

function argumentTable(name: string, from: Module): readonly string[] {
  const argument = ARGUMENTS.get(name);
  return argument === undefined ? [] : [sectionOf("", argument, from).table];
}

function returns({ returnType }: MethodNode): string | null {
  return returnType?.type === "TSTypeAnnotation" ? referenceOf(returnType.typeAnnotation) : null;
}

function methodName({ key }: MethodNode): string {
  return key.type === "Identifier" ? key.name : "";
}

function parameters({ params }: MethodNode): string {
  const names = params.map((param) => (param.type === "AssignmentPattern" ? param.left : param));
  return names.map((param) => (param.type === "Identifier" ? param.name : "…")).join(", ");
}

/** `@default - words` is prose; `@default "value"` is code. */
function defaultText(text: string): string {
  if (text.startsWith("- ")) return cell(text.slice(2));
  return /^["[]|^(?:true|false)$/.test(text) ? code(text) : text;
}

function references(urls: readonly string[]): string {
  return urls.map((url) => `([reference](${url}))`).join(" ");
}

function anchor(heading: string): string {
  return `#${heading
    .toLowerCase()
    .replaceAll(/[^\w -]/g, "")
    .replaceAll(" ", "-")}`;
}

function code(text: string): string {
  return `\`${text}\``;
}

/** Escapes a bar, which would end the table's cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}

const HEAD = `# Settings

<!-- Written by "npm run docs" from the types in src/; edit their doc comments, not this page. -->

\`main.ts\` passes these settings to \`installation\`. Every setting is typed, and your editor shows the text of this page.
Only \`nfs\` and \`alertmanager\` have no default.

- Write durations, sizes and amounts of CPU with their unit, such as \`Duration.hours(24)\` or \`ByteSize.gibibytes(2)\`.
- Synth rejects a misspelled name, a wrong type or a value out of range. The error names the setting and the remedy.
- Terraform validates the settings of a backend. Synth checks only those that the backend requires.

[README](../README.md#make-it-yours) has an example of a whole \`main.ts\`.

## All groups`;

const VALUES_HEAD = `## Values

Import these classes from \`./src\`.`;

const NOT_A_SETTING = `## What is not a setting

The stack derives values that depend on each other from the settings above: Loki's address, the mount of the rules, the
pod's grace period, the replay ceiling, Go's memory limit and Helm's timeouts.

To add to Loki's configuration, set keys under \`loki.structuredConfig\` in \`values/loki.yaml\`. The checks
don't know these keys, so each one is a finding. Accept it with a reason.`;

const CHART_VALUES = `## Chart values

Chart values that depend on nothing else are in \`values/\`, in Helm's own terms. Synth sorts each key into one of three groups:

1. The stack derives it. A key that appears in both places is an error. Four lists are an exception, because your volumes
   and mounts are added to the stack's: \`singleBinary.extraVolumes\`, \`singleBinary.extraVolumeMounts\`,
   \`controller.volumes.extra\` and \`alloy.mounts.extra\`.
2. It is examined: its effect on this stack is known, within bounds. The tables below list the keys that you can set. The
   check \`required-values\` reports a value outside the bounds.
3. Every other key is a finding of the check \`unexamined-value\`. Such a key can override what the stack derives, and no
   check sees the result. The check \`exposed-service\` reports what exposes Loki or Alloy outside the cluster.

To use a key of the third group, test it on a cluster and accept its finding in \`main.ts\`. Synth prints the line:

\`\`\`ts
accept: [{ check: "unexamined-value", setting: "values/loki.yaml: singleBinary.lifecycle", reason: "tested on staging" }],
\`\`\``;

/** Returns a table of the examined keys for each values file. */
function chartValues(): readonly string[] {
  return [
    chartTable("values/loki.yaml", examinedLoki),
    chartTable("values/alloy.yaml", examinedAgent),
    chartTable("values/alloy-events.yaml", examinedEvents),
  ];
}

function chartTable(file: string, { keys }: ExaminedChart): string {
  const byEffect = new Map<string, readonly string[]>();
  for (const { key, otherwise } of keys.filter(({ isConstant }) => !isConstant)) {
    byEffect.set(otherwise, [...(byEffect.get(otherwise) ?? []), code(key)]);
  }
  const rows = [...byEffect].map(([otherwise, all]) => `| ${all.join(", ")} | ${cell(otherwise)} |`);
  return [`### ${code(file)}\n`, "| keys | outside the bounds |", "|---|---|", ...rows].join("\n");
}

const STATE = `## State

Unless you set a backend, Terraform stores the state in \`terraform.log-collection.tfstate\` next to \`main.ts\`. After changing
the backend, move the state once:

\`\`\`sh
terraform -chdir=cdktf.out/stacks/log-collection init -migrate-state
\`\`\`
`;
