const name2 = 2;
export const x = name2;
