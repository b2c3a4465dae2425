import { type Block, Expression } from "../../../src/alloy/syntax";
import type { Check, Finding } from "../../../src/checks/check";
import { type RenderedStack, renderStack } from "../../../src/stack/rendered-stack";
import { exampleModel, ROOT } from "../../helpers/example";

export const stack = renderStack(exampleModel(), ROOT);

/** The default stack with another pipeline on every node. */
export function withPipeline(...pipeline: readonly Block[]): RenderedStack {
  return { ...stack, agent: { ...stack.agent, pipeline }, events: null };
}

/** The findings of a check, without the name of the release. */
export function findings(check: Check, ...pipeline: readonly Block[]): readonly Finding[] {
  return check.find(withPipeline(...pipeline)).map((finding) => ({
    ...finding,
    setting: finding.setting.replace(/^the pipeline of alloy: /, ""),
  }));
}

export function to(...receivers: readonly string[]): { readonly forward_to: readonly Expression[] } {
  return { forward_to: receivers.map((receiver) => new Expression(`${receiver}.receiver`)) };
}

export const files: Block = {
  name: "loki.source.file",
  label: "pods",
  attributes: { targets: [{ __path__: "/nowhere/a.log", namespace: "web" }], ...to("loki.process.pods") },
};

export const write: Block = {
  name: "loki.write",
  label: "pods",
  blocks: [
    {
      name: "endpoint",
      attributes: { url: "http://127.0.0.1:3100/loki/api/v1/push", max_backoff_retries: 0 },
    },
  ],
};

/** A source of files with these stages. */
export function through(...stages: readonly Block[]): readonly Block[] {
  return [files, { name: "loki.process", label: "pods", attributes: to("loki.write.pods"), blocks: stages }, write];
}

export function stage(
  name: string,
  attributes: NonNullable<Block["attributes"]> = {},
  blocks?: readonly Block[],
): Block {
  return { name: `stage.${name}`, attributes, ...(blocks && { blocks }) };
}
