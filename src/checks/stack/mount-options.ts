import type { Check } from "../check";

const HARMFUL: Readonly<Record<string, string>> = {
  ro: "Loki can't write, and doesn't start",
  soft: "a server that is slow for a moment makes a write fail, and Loki's index is damaged",
};

export const mountOptions: Check = {
  id: "mount-options",
  severity: "error",
  reason: "a mount that can't be written, or that gives up, loses what Loki believes to be stored",
  evidence: "nfs(5): soft mounts return an error to the program after retrans; ro is read-only",
  find({ model }) {
    return model.loki.volume.mountOptions.flatMap((option, index) => {
      const harm = HARMFUL[option];
      if (harm === undefined) return [];
      const setting = `nfs.mountOptions[${index}]`;
      return [
        {
          setting,
          got: `"${option}"`,
          expected: `another option: ${harm}`,
          remedy: `take "${option}" out; "hard" waits for the server`,
        },
      ];
    });
  },
};
