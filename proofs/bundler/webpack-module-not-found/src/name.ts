export const name = "Ann";
