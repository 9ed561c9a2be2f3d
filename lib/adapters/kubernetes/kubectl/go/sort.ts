import "server-only";

type Less<T> = (a: T, b: T) => boolean;

const INSERTION_LIMIT = 12;

/** Go's sort.Sort, which keeps no order among equals: kubectl's tables show what its quicksort makes of them. */
export function goSort<T>(items: readonly T[], less: Less<T>): T[] {
  const sorter = new PatternDefeatingSort([...items], less);
  return sorter.sorted();
}

type State = { a: number; b: number; limit: number; wasBalanced: boolean; wasPartitioned: boolean };

/** The lists sort.Sort works on; names and steps are those of Go's zsortinterface.go. */
class PatternDefeatingSort<T> {
  private readonly data: T[];
  private readonly isLess: Less<T>;

  constructor(data: T[], less: Less<T>) {
    this.data = data;
    this.isLess = less;
  }

  sorted(): T[] {
    const { length } = this.data;
    this.sort(0, length, 32 - Math.clz32(length));
    return this.data;
  }

  private less(i: number, j: number): boolean {
    const [a, b] = [this.data[i], this.data[j]];
    return a !== undefined && b !== undefined && this.isLess(a, b);
  }

  private swap(i: number, j: number): void {
    const [a, b] = [this.data[i], this.data[j]];
    if (a !== undefined && b !== undefined) {
      this.data[i] = b;
      this.data[j] = a;
    }
  }

  private sort(first: number, end: number, depth: number): void {
    const state: State = { a: first, b: end, limit: depth, wasBalanced: true, wasPartitioned: true };
    while (state.b - state.a > INSERTION_LIMIT) {
      if (state.limit === 0) {
        this.heapSort(state.a, state.b);
        return;
      }
      if (!state.wasBalanced) {
        this.breakPatterns(state.a, state.b);
        state.limit -= 1;
      }
      if (this.round(state)) {
        return;
      }
    }
    this.insertionSort(state.a, state.b);
  }

  /** One step of the quicksort, which leaves a smaller range to sort; true when all of it is in order already. */
  private round(state: State): boolean {
    const { a, b } = state;
    const { pivot, isIncreasing } = this.preparePivot(a, b);
    if (state.wasBalanced && state.wasPartitioned && isIncreasing && this.partialInsertionSort(a, b)) {
      return true;
    }
    if (a > 0 && !this.less(a - 1, pivot)) {
      state.a = this.partitionEqual(a, b, pivot);
      return false;
    }
    const [mid, isPartitioned] = this.partition(a, b, pivot);
    const [left, right] = [mid - a, b - mid];
    state.wasPartitioned = isPartitioned;
    state.wasBalanced = Math.min(left, right) >= Math.floor((b - a) / 8);
    if (left < right) {
      this.sort(a, mid, state.limit);
      state.a = mid + 1;
    } else {
      this.sort(mid + 1, b, state.limit);
      state.b = mid;
    }
    return false;
  }

  /** A range that seems to decrease is turned round first. */
  private preparePivot(a: number, b: number): { readonly pivot: number; readonly isIncreasing: boolean } {
    const [pivot, hint] = this.choosePivot(a, b);
    if (hint !== "decreasing") {
      return { pivot, isIncreasing: hint === "increasing" };
    }
    this.reverse(a, b);
    return { pivot: b - 1 - (pivot - a), isIncreasing: true };
  }

  private insertionSort(a: number, b: number): void {
    for (let i = a + 1; i < b; i += 1) {
      for (let j = i; j > a && this.less(j, j - 1); j -= 1) {
        this.swap(j, j - 1);
      }
    }
  }

  private heapSort(a: number, b: number): void {
    const count = b - a;
    for (let i = Math.floor((count - 1) / 2); i >= 0; i -= 1) {
      this.siftDown(i, count, a);
    }
    for (let i = count - 1; i >= 0; i -= 1) {
      this.swap(a, a + i);
      this.siftDown(0, i, a);
    }
  }

  private siftDown(low: number, high: number, first: number): void {
    let root = low;
    for (;;) {
      let child = 2 * root + 1;
      if (child >= high) {
        return;
      }
      if (child + 1 < high && this.less(first + child, first + child + 1)) {
        child += 1;
      }
      if (!this.less(first + root, first + child)) {
        return;
      }
      this.swap(first + root, first + child);
      root = child;
    }
  }

  private partition(a: number, b: number, pivot: number): readonly [mid: number, isPartitioned: boolean] {
    this.swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    [i, j] = this.narrow(i, j, a);
    if (i > j) {
      this.swap(j, a);
      return [j, true];
    }
    this.swap(i, j);
    [i, j] = [i + 1, j - 1];
    for (;;) {
      [i, j] = this.narrow(i, j, a);
      if (i > j) {
        break;
      }
      this.swap(i, j);
      [i, j] = [i + 1, j - 1];
    }
    this.swap(j, a);
    return [j, false];
  }

  private narrow(from: number, to: number, a: number): readonly [i: number, j: number] {
    let [i, j] = [from, to];
    while (i <= j && this.less(i, a)) {
      i += 1;
    }
    while (i <= j && !this.less(j, a)) {
      j -= 1;
    }
    return [i, j];
  }

  private partitionEqual(a: number, b: number, pivot: number): number {
    this.swap(a, pivot);
    let [i, j] = [a + 1, b - 1];
    for (;;) {
      while (i <= j && !this.less(a, i)) {
        i += 1;
      }
      while (i <= j && this.less(a, j)) {
        j -= 1;
      }
      if (i > j) {
        return i;
      }
      this.swap(i, j);
      [i, j] = [i + 1, j - 1];
    }
  }

  private partialInsertionSort(a: number, b: number): boolean {
    let i = a + 1;
    for (let step = 0; step < 5; step += 1) {
      while (i < b && !this.less(i, i - 1)) {
        i += 1;
      }
      if (i === b) {
        return true;
      }
      if (b - a < 50) {
        return false;
      }
      this.swap(i, i - 1);
      this.shift(a, b, i);
    }
    return false;
  }

  private shift(a: number, b: number, i: number): void {
    if (i - a >= 2) {
      for (let j = i - 1; j >= 1 && this.less(j, j - 1); j -= 1) {
        this.swap(j, j - 1);
      }
    }
    if (b - i >= 2) {
      for (let j = i + 1; j < b && this.less(j, j - 1); j += 1) {
        this.swap(j, j - 1);
      }
    }
  }

  /** Swaps three in the middle by Go's xorshift, seeded with the length. */
  private breakPatterns(a: number, b: number): void {
    const length = b - a;
    if (length < 8) {
      return;
    }
    let random = BigInt(length);
    const modulus = 1n << BigInt(32 - Math.clz32(length));
    const middle = a + Math.floor(length / 4) * 2;
    for (let i = 0; i < 3; i += 1) {
      random ^= BigInt.asUintN(64, random << 13n);
      random ^= random >> 7n;
      random ^= BigInt.asUintN(64, random << 17n);
      const other = Number(BigInt.asUintN(64, random) & (modulus - 1n));
      this.swap(middle - 1 + i, a + (other >= length ? other - length : other));
    }
  }

  private choosePivot(a: number, b: number): [pivot: number, hint: "increasing" | "decreasing" | "unknown"] {
    const length = b - a;
    const swaps = { count: 0 };
    const quarter = Math.floor(length / 4);
    let [i, j, k] = [a + quarter, a + quarter * 2, a + quarter * 3];
    if (length >= 8) {
      if (length >= 50) {
        i = this.median([i - 1, i, i + 1], swaps);
        j = this.median([j - 1, j, j + 1], swaps);
        k = this.median([k - 1, k, k + 1], swaps);
      }
      j = this.median([i, j, k], swaps);
    }
    return [j, swaps.count === 0 ? "increasing" : swaps.count === 12 ? "decreasing" : "unknown"];
  }

  private median([first, second, third]: readonly [number, number, number], swaps: { count: number }): number {
    const ordered = (x: number, y: number): readonly [number, number] => {
      if (this.less(y, x)) {
        swaps.count += 1;
        return [y, x];
      }
      return [x, y];
    };
    let [a, b] = ordered(first, second);
    [b] = ordered(b, third);
    [a, b] = ordered(a, b);
    return b;
  }

  private reverse(a: number, b: number): void {
    for (let [i, j] = [a, b - 1]; i < j; i += 1, j -= 1) {
      this.swap(i, j);
    }
  }
}
