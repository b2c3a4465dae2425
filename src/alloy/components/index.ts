export type { Component, LogsReceiver, Source } from "./component";
export { discoveryKubernetesPods, discoveryRelabel } from "./discovery";
export { lokiProcess } from "./process";
export { lokiRelabelRules } from "./relabel";
export type { RelabelRule } from "./relabel-rule";
export { lokiSourceEvents, lokiSourceFile, lokiSourceJournal } from "./sources";
export * from "./stages";
export { lokiWrite } from "./write";
