import { join } from "node:path";
import { runTerraform } from "../terraform/run";
import { STACK } from "../terraform/stack-folder";
import { projectRoot } from "./project-root";

process.exitCode = runTerraform(process.argv.slice(2), {
  folder: join(projectRoot(__dirname), "cdktf.out", "stacks", STACK),
  environment: process.env,
});
