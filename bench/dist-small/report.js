import { isMissed } from "./harness.js";
const columns = ['Figure', 'Measured', 'Rounds', 'Promised', ''];
/** For people. */
export function table(figures) {
    const rows = [columns, ...figures.map(rowOf)];
    const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    return rows.map((row) => lineOf(row, widths)).join('\n');
}
function rowOf(figure) {
    const promise = promiseOf(figure);
    const { rounds = [] } = figure;
    return [
        figure.name,
        `${format(figure.value)} ${figure.unit}`,
        rounds.length > 1 ? `${format(Math.min(...rounds))} … ${format(Math.max(...rounds))}` : '',
        promise,
        promise && (isMissed(figure) ? '✗ missed' : '✓'),
    ];
}
function promiseOf({ atMost, atLeast, unit }) {
    if (atMost !== undefined)
        return `≤ ${atMost} ${unit}`;
    return atLeast === undefined ? '' : `≥ ${atLeast} ${unit}`;
}
function lineOf(row, widths) {
    return row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd();
}
function format(value) {
    return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
//# sourceMappingURL=report.js.map