function greet(name: string): string {
  return "Hello " + name;
}

export function guest(name?: string): string {
  return greet(name);
}
