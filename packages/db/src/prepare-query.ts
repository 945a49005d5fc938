import type { Compilable, CompiledQuery } from 'kysely';
import type { Db } from './client.ts';

/** Stands in a query for a value that each run brings. */
class Placeholder {
  readonly name: PropertyKey;

  constructor(name: PropertyKey) {
    this.name = name;
  }
}

/**
 * A query that is built once and run with new values each time: for what every request asks, where building the query
 * costs more than all else that we do about it. The query must be the same whatever the values are.
 * @param build gets a placeholder for each value; it can be compared with and inserted, and not looked at
 */
export function prepareQuery<Values extends object, Row>(
  build: (db: Db, values: Values) => Compilable<Row>,
): (db: Db, values: Values) => Promise<Row[]> {
  let prepared: CompiledQuery<Row> | null = null;
  // Made with the first run's database, and the same for all: they differ in whose rows they see.
  const prepare = (db: Db): CompiledQuery<Row> => {
    const placeholders = new Proxy({} as Values, { get: (_, name) => new Placeholder(name) });
    return build(db, placeholders).compile();
  };
  return async (db, values) => {
    prepared ??= prepare(db);
    const parameters = prepared.parameters.map((parameter) =>
      parameter instanceof Placeholder ? values[parameter.name as keyof Values] : parameter,
    );
    const { rows } = await db.executeQuery<Row>({ ...prepared, parameters });
    return rows;
  };
}
