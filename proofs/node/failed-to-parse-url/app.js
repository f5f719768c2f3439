new URL("/api");
