export type { YamlMapping, YamlNode } from "./node";
export { parseYaml, type YamlDocument } from "./parser";
export { isNullScalar, type Resolved, resolveScalar } from "./resolve";
export { ScalarText } from "./scalar-text";
export { YamlError, type YamlErrorKind } from "./yaml-error";
