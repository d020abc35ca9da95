import { describe, expect, it } from '@jest/globals';
import { layOutCardLine, type CardLineContent } from './card-line.ts';

const lay = (content: Partial<CardLineContent>) =>
  layOutCardLine({ labels: [], hasDueDate: false, counts: [], hasAssignee: false, ...content });

describe('layOutCardLine', () => {
  it('says everything where there is little to say', () => {
    expect(lay({})).toEqual({ labelsApart: false, labelCount: 0, isTerse: false, hasAge: true });
    expect(lay({ labels: ['ui', 'api'] })).toMatchObject({ labelsApart: false, labelCount: 2, isTerse: false });
  });

  it('lets the age go first, then the word on the button, then labels get a line of their own', () => {
    expect(lay({ labels: ['backend', 'ui'] })).toMatchObject({ hasAge: false, isTerse: false });
    expect(lay({ labels: ['backend'], hasDueDate: true, hasAssignee: true })).toMatchObject({
      labelsApart: false,
      isTerse: true,
    });
    expect(lay({ labels: ['backend', 'ui'], hasDueDate: true, counts: ['2', '1/3'] }).labelsApart).toBe(true);
  });

  it('shows more of the short labels than of the long ones, and counts the rest', () => {
    expect(lay({ labels: ['ui', 'db', 'api', 'docs'] }).labelCount).toBe(4);
    expect(lay({ labels: ['performance', 'accessibility', 'documentation'], hasAssignee: true }).labelCount).toBe(2);
    expect(lay({ labels: ['one', 'a label that is much longer than a card is wide', 'x'] }).labelsApart).toBe(true);
  });
});
