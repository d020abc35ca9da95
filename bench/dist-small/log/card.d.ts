import { type Decider } from '@podium/event-sourcing';
export type CardState = {
    readonly kind: 'none';
} | {
    readonly kind: 'live';
    readonly rank: string;
};
export type CardCommand = {
    readonly kind: 'create';
    readonly taskId: string;
} | {
    readonly kind: 'move';
    readonly taskId: string;
    readonly rank: string;
};
/** The rules of a card as far as the measurement needs them, on the product's contracts. */
export declare const card: Decider<CardState, CardCommand>;
/** The first command creates the card, each later one moves it. */
export declare function cardCommand(taskId: string, number: number): CardCommand;
//# sourceMappingURL=card.d.ts.map