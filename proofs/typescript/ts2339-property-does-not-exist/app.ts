window.version = "1.0";
export {};
