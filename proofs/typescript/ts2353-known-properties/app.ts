interface I { a: string }
export const i: I = { a: "x", z: 1 };
