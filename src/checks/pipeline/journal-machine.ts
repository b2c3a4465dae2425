import { alloyReleases, type RenderedAlloy } from "../../stack/rendered-stack";
import type { Check, Finding } from "../check";
import { mappingsAt } from "../values";
import { address, inPipeline, textOf } from "./blocks";

const MACHINE_ID = "/etc/machine-id";

export const journalMachine: Check = {
  id: "pipeline-journal-machine",
  title: "Agents find the journal of their node",
  severity: "error",
  why: "Alloy finds a journal by the id of the machine: without the node's id it reads no lines and still reports healthy",
  remedy: "mount /etc/machine-id of the node, or set the journal's path",
  evidence: "alloy#924: without a path, libsystemd opens the journal of /etc/machine-id, which is empty in the image",
  find: (stack) => alloyReleases(stack).flatMap(unknownMachine),
};

function unknownMachine(part: RenderedAlloy): readonly Finding[] {
  if (mountsMachineId(part)) return [];
  return part.pipeline
    .filter((block) => block.name === "loki.source.journal" && textOf(block, "path") === null)
    .map((block) => ({
      setting: inPipeline(part, address(block)),
      got: `no path, in a container without the node's ${MACHINE_ID}`,
      expected: "the node's machine id, or the journal's path",
      remedy: `mount ${MACHINE_ID} (controller.volumes.extra, alloy.mounts.extra), or set path`,
    }));
}

/** Whether the node's file is mounted where libsystemd reads it. */
function mountsMachineId({ values }: RenderedAlloy): boolean {
  const volumes = mappingsAt(values, "controller.volumes.extra").filter(
    ({ hostPath }) => JSON.stringify(hostPath)?.includes(`"${MACHINE_ID}"`) ?? false,
  );
  return mappingsAt(values, "alloy.mounts.extra").some(
    ({ name, mountPath }) => mountPath === MACHINE_ID && volumes.some((volume) => volume["name"] === name),
  );
}
