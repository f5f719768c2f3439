export const a = value;
