import type { Check } from "../check";

const HARMFUL: Readonly<Record<string, string>> = {
  ro: "Loki cannot write and does not start",
  soft: "if the server is briefly slow, a write fails and corrupts Loki's index",
};

export const mountOptions: Check = {
  id: "mount-options",
  title: "NFS mount options are safe",
  severity: "error",
  why: "a read-only or soft mount loses data that Loki considers stored",
  remedy: 'remove the option; "hard" waits for the server',
  evidence: "nfs(5): soft mounts return an error to the program after retrans retries; ro is read-only",
  find({ model }) {
    return model.loki.volume.mountOptions.flatMap((option, index) => {
      const harm = HARMFUL[option];
      if (harm === undefined) return [];
      const setting = `nfs.mountOptions[${index}]`;
      return [
        {
          setting,
          got: `"${option}"`,
          expected: `no "${option}": ${harm}`,
          remedy: `remove "${option}"; "hard" waits for the server`,
        },
      ];
    });
  },
};
