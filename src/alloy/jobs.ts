/** The label job of the lines that no pod has written; rules select sources by it. */
export const JOURNAL_JOB = "node-journal";
export const EVENTS_JOB = "kubernetes-events";
