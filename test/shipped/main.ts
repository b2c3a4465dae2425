import { installation } from "../../src";
import { example } from "../helpers/example";

installation(example);
