import { SettingsError } from "../settings/settings-error";
import { runTerraform } from "../terraform/run";
import { workingFolder } from "../terraform/stack-folder";
import { projectRoot } from "./project-root";

try {
  const root = projectRoot(__dirname);
  const folder = workingFolder(root, process.env);
  process.exitCode = runTerraform(process.argv.slice(2), { root, folder, environment: process.env });
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
