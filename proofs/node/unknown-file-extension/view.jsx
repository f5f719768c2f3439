const React = { createElement: (name) => name };
export const title = <h1 />;
