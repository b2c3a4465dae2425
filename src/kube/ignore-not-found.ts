import { statusOf } from "./status";

/** What was asked for, or null where the API server has no such thing. */
export async function ignoreNotFound<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (statusOf(error)?.code === 404) return null;
    throw error;
  }
}
