import type { CredentialsError } from "../../kube/credentials";
import type { Broken } from "../outcome";
import { brokenBy, oneLine, type Trouble } from "./trouble";

const KNOWN = { failure: "unreachable", expected: "credentials that the API server knows" } as const;

const unauthorized: Trouble = {
  ...KNOWN,
  title: "The API server doesn't know who asks (401)",
  causes: [
    {
      cause: "The token or the client's certificate of the kubeconfig has expired.",
      next: "log in again, or fetch the kubeconfig again where it came from",
    },
    {
      cause: "The service account of the token was deleted, or the cluster was built anew.",
      next: "kubectl config view --minify",
    },
    {
      cause: "The context pairs a user with a cluster that doesn't know them.",
      next: "kubectl config get-contexts",
    },
  ],
};

const anonymous: Trouble = {
  ...KNOWN,
  title: "The API server sees nobody's credentials (system:anonymous)",
  causes: [
    {
      cause: "The context's user has no credentials, or the kubeconfig has no such user.",
      next: "kubectl config view --minify",
    },
    {
      cause: "A load balancer ends TLS in front of the API server, and the client's certificate with it.",
      next: "name an address in the kubeconfig that leads to the API server itself",
    },
  ],
};

const pluginFails: Trouble = {
  ...KNOWN,
  title: "The plugin for credentials fails",
  causes: [
    { cause: "The plugin that the kubeconfig runs isn't logged in any more.", next: "kubectl get --raw /version" },
  ],
};

const pluginHangs: Trouble = {
  ...KNOWN,
  title: "The plugin for credentials doesn't end",
  causes: [
    {
      cause: "It waits for a person, such as in a browser, where there is none.",
      next: "use a service account's token where no person is at hand",
    },
    {
      cause: "What it asks for credentials doesn't answer, as where a VPN is off.",
      next: "time kubectl get --raw /version",
    },
  ],
};

const noPlugin: Trouble = {
  ...KNOWN,
  title: "The plugin for credentials isn't there",
  causes: [
    {
      cause: "The plugin that the kubeconfig runs isn't installed, or not on this shell's PATH.",
      next: "kubectl config view --minify --output jsonpath='{.users[0].user.exec.installHint}'",
    },
  ],
};

const noFile: Trouble = {
  ...KNOWN,
  title: "A file of credentials isn't there",
  causes: [
    {
      cause: "The kubeconfig names a certificate, key or token file that was moved or never copied with it.",
      next: "kubectl config view --minify --flatten",
    },
  ],
};

export const IDENTITY: readonly Trouble[] = [unauthorized, anonymous, pluginFails, pluginHangs, noPlugin, noFile];

export function explainUnauthorized(): Broken {
  return brokenBy(unauthorized, { found: "401 Unauthorized" });
}

export function explainAnonymous(message: string): Broken {
  return brokenBy(anonymous, { found: oneLine(message) });
}

export function explainNoCredentials(error: CredentialsError): Broken {
  return brokenBy(credentialsTrouble(error), { found: `no credentials: ${oneLine(error.message)}` });
}

/** In Node's words; all others are the plugin's own. */
function credentialsTrouble({ message, pluginTimedOut }: CredentialsError): Trouble {
  if (pluginTimedOut) return pluginHangs;
  if (/^spawn .* ENOENT$/.test(message)) return noPlugin;
  return message.startsWith("ENOENT") ? noFile : pluginFails;
}
