import { cause } from "./cause";

/** A claim that the volume waits for by its uid. Without the uid, a new claim of the same name binds. */
export const releasedVolume = cause(
  "The claim was deleted, but the volume <volume> still waits for it by its uid. No other claim can bind to it.",
  `kubectl patch persistentvolume <volume> --type json --patch '[{"op":"remove","path":"/spec/claimRef/uid"},{"op":"remove","path":"/spec/claimRef/resourceVersion"}]'`,
);
