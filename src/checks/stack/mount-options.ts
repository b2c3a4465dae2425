import type { Check } from "../check";

const HARMFUL: Readonly<Record<string, string>> = {
  ro: "Loki cannot write and does not start",
  soft: "if the server is slow for a moment, a write fails and damages Loki's index",
};

export const mountOptions: Check = {
  id: "mount-options",
  title: "NFS mount options are safe",
  severity: "error",
  why: "a mount that is read-only, or that gives up, loses data that Loki considers stored",
  remedy: 'remove the option; "hard" waits for the server',
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
          remedy: `remove "${option}"; "hard" waits for the server`,
        },
      ];
    });
  },
};
