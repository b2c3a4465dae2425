import type { Trouble } from "./trouble";

const ANSWER = { failure: null, expected: "an answer" } as const;

export const silent: Trouble = {
  ...ANSWER,
  title: "A service doesn't answer at its URL",
  causes: [
    { cause: "The URL is wrong, or leads nowhere from this machine.", next: "curl --max-time 10 <at>" },
    { cause: "The service is down.", next: "kubectl get pods --all-namespaces" },
  ],
};

export const brokenOff: Trouble = {
  ...ANSWER,
  title: "A service behind the API server's proxy breaks its answer off",
  causes: [
    {
      cause: "It ends, or is started again, at this moment.",
      next: "kubectl --namespace <namespace> get pods --watch",
    },
    {
      cause: "It needs more memory for the answer than its limit, and is killed.",
      next: "kubectl --namespace <namespace> describe pods",
    },
    { cause: "The API server itself ends at this moment.", next: "kubectl get --raw '/readyz?verbose'" },
  ],
};

export const unknownCaller: Trouble = {
  ...ANSWER,
  title: "A service asks for credentials (401, 403)",
  causes: [
    {
      cause: "A gateway in front of it wants to know who asks: the address has to be that of the service behind it.",
      next: "kubectl --namespace <namespace> port-forward service/<service> 8080:<port>",
    },
    {
      cause:
        "It asks for a password itself, such as by --web.config.file of an Alertmanager, and neither Loki nor this sends one.",
      next: "kubectl --namespace <namespace> describe pods",
    },
  ],
};

export const otherProgram: Trouble = {
  ...ANSWER,
  title: "A service doesn't know the path that it is asked for (404)",
  causes: [
    {
      cause: "Another program than the one that is meant answers at this address.",
      next: "kubectl --namespace <namespace> get service <service> --output yaml",
    },
    { cause: "It serves its paths below a prefix, which the URL leaves out.", next: "curl --max-time 10 <at>" },
  ],
};

export const overwhelmed: Trouble = {
  ...ANSWER,
  title: "A service has too much to do (429)",
  causes: [
    {
      cause: "Others ask more than its limits let through.",
      next: "kubectl --namespace <namespace> logs service/<service>",
    },
  ],
};

export const ill: Trouble = {
  ...ANSWER,
  title: "A service answers with an error of its own (5xx)",
  causes: [
    {
      cause: "It is starting or ending, or one of its parts fails: its words are above.",
      next: "kubectl --namespace <namespace> logs service/<service> --tail 50",
    },
  ],
};

export const unwilling: Trouble = {
  ...ANSWER,
  title: "A service refuses the request (another 4xx, or a redirect)",
  causes: [
    {
      cause:
        "It is of another version than the one that the plan deploys, or a gateway in front of it changes requests.",
      next: "kubectl --namespace <namespace> describe service <service>",
    },
  ],
};
