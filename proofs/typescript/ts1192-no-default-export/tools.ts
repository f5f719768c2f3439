export function add(n: number) {
  return n + 1;
}
