export class A {
  name: string;
}
