module.exports = { testTimeout: 500 };
