/** What a list of metadata alone holds: of no object the API server makes null there, and not an empty list. */
export function itemsOf<T>({ items }: { readonly items: readonly T[] | null }): readonly T[] {
  return items ?? [];
}
