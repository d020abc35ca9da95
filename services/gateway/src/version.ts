/** Version of Podium, as in the packages. */
export const version = '0.1.0';
