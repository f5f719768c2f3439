module.exports = "Good day";
