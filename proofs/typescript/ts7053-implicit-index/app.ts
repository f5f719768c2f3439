const ports = { http: 80, https: 443 };

export function port(scheme: string): number {
  return ports[scheme];
}
