export const title = <h1>Hello</h1>;
