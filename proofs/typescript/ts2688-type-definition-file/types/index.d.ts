declare const demoVersion: string;
