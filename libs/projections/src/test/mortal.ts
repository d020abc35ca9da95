import type { RecordedFact } from '@podium/proto';
import type { Projection, TableFold } from '../projection.ts';

/** The same projection, whose folds call back before each fact; throwing there is how it dies. */
export function observed(projection: Projection, onFold: (fact: RecordedFact) => void): Projection {
  const observe = <Row extends object>(table: TableFold<Row>): TableFold<Row> => ({
    ...table,
    fold: (row, fact) => {
      onFold(fact);
      return table.fold(row, fact);
    },
  });
  return { ...projection, tables: projection.tables.map(observe) };
}

/** Dies after that many folds. */
export function dying(projection: Projection, after: number): Projection {
  let left = after;
  return observed(projection, () => {
    left -= 1;
    if (left < 0) throw new Error('died');
  });
}
