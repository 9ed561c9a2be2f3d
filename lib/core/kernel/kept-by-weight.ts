/** Values by key: of those set last as many as the limit holds, and the last one however heavy it is. */
export class KeptByWeight<Value> {
  readonly #limit: number;
  readonly #kept = new Map<string, { readonly value: Value; readonly weight: number }>();
  #weight = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): Value | undefined {
    return this.#kept.get(key)?.value;
  }

  set(key: string, value: Value, weight: number): void {
    this.delete(key);
    for (const oldest of this.#kept.keys()) {
      if (this.#weight + weight <= this.#limit) {
        break;
      }
      this.delete(oldest);
    }
    this.#kept.set(key, { value, weight });
    this.#weight += weight;
  }

  delete(key: string): void {
    this.#weight -= this.#kept.get(key)?.weight ?? 0;
    this.#kept.delete(key);
  }
}
