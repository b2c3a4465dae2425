/** Lets a Released volume bind again, to a claim of the same name: the claim that it waits for is named by its uid. */
export const RELEASE_VOLUME = `kubectl patch persistentvolume <volume> --type json -p '[{"op":"remove","path":"/spec/claimRef/uid"},{"op":"remove","path":"/spec/claimRef/resourceVersion"}]'`;
