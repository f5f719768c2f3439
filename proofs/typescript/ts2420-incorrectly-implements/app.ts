interface I { a: string }
export class D implements I {}
