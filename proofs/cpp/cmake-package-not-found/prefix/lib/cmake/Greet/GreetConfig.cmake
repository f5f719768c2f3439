set(GREET_WORD "Good day")
