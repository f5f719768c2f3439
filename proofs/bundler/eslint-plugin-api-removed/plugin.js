module.exports = {
  rules: {
    "no-window": {
      create(context) {
        return {
          Identifier(node) {
            const scope = context.getScope();
            if (node.name === "window" && scope.type === "global") {
              context.report({ node, message: "no window" });
            }
          },
        };
      },
    },
  },
};
