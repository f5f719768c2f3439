package lib

const Hello = "Good day"
