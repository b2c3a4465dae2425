export { ByteSize } from "./byte-size";
export { Cpu } from "./cpu";
export { Duration } from "./duration";
export { oncePer } from "./once-per";
export { Quantity } from "./quantity";
export { characterName, describeCharacter, specialCharacter } from "./special-characters";
