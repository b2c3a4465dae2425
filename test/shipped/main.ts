import { installation } from "../../src/installation";
import { example } from "../example";

installation(example);
