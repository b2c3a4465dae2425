import { STACK } from "../terraform/stack-folder";

/** Shows what Terraform's state holds. */
export const STATE_LIST = `terraform -chdir=cdktf.out/stacks/${STACK} state list`;
