import { join } from "node:path";
import { projectRoot } from "./project-root";
import { STACK } from "../stack/stack-name";
import { runTerraform } from "../terraform/run";

process.exitCode = runTerraform(process.argv.slice(2), {
  folder: join(projectRoot(__dirname), "cdktf.out", "stacks", STACK),
  environment: process.env,
});
