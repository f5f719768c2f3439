export function f(s?: string) { return s.length; }
