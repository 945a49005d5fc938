/** The list with the item at `from` standing at `to`. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = [...items];
  rest.splice(to, 0, ...rest.splice(from, 1));
  return rest;
}

/** The list with another item at `index`. */
export const replaced = <Item>(items: readonly Item[], index: number, item: Item): Item[] => items.with(index, item);

/** The list without the item at `index`. */
export const without = <Item>(items: readonly Item[], index: number): Item[] => items.toSpliced(index, 1);
