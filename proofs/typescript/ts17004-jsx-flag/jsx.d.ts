declare module "react/jsx-runtime" {
  export namespace JSX {
    interface IntrinsicElements {
      h1: { children?: string };
    }
  }
  export function jsx(type: string, props: unknown): unknown;
}
