import { AnnotationMetadataEntryType } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * The warnings that constructs have left in the tree, with the construct's path. cdktf writes them into its manifest
 * and leaves it to its CLI to print them, which does: under the CLI there are none here.
 */
export function warnings(root: IConstruct): readonly string[] {
  if (process.env["CDKTF_CONTEXT_JSON"] !== undefined) return [];
  return root.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === AnnotationMetadataEntryType.WARN)
        .map(({ data }) => `[${node.path}] ${String(data)}`),
    );
}
