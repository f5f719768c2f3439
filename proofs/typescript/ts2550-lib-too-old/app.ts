export const s = "a".replaceAll("a", "b");
