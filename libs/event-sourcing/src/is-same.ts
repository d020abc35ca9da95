/** Whether two pieces of data say the same: of facts, commands or states. */
export { isDeepStrictEqual as isSame } from 'node:util';
